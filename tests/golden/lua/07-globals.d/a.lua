function shared() end
local function private() end
Game = {}
function Game.start() private() end
config = { debug = true }
