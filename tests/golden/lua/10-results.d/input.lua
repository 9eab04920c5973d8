local Node = {}
Node.__index = Node
function Node.new() return setmetatable({}, Node) end
function Node:child() return Node.new() end
function Node:visit() end

local function find(n)
  if not n then return nil end
  return Node.new()
end

find(1):visit()
Node.new():child():visit()
local n = find(2) or Node.new()
n:visit()
local cb = function() return n end
cb()
