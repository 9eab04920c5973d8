local function help() end
local function hidden() end
return { help = help, shout = hidden }
