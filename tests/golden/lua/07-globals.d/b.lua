shared()
private()
Game.start()
string.trim = function(s) return s end
function Game.stop() Game.start() end
print(config)
