--[[
Does much.
]]
function much() end

-- Not this one.

--[==[ Long. ]==]
function long() end
local x = 1 -- trailing
function bare() end
