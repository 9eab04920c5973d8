local Base = {}
Base.__index = Base

function Base.new(name)
  local self = setmetatable({}, Base)
  self.name = name
  return self
end

function Base:speak()
  self:hush()
end

function Base:hush() end

local Derived = setmetatable({}, { __index = Base })

function Derived:shout()
  self:speak()
  Base.speak(self)
end

local made = Base.new("x")
made:speak()
Derived:shout()

local Late = {}
setmetatable(Late, { __index = Base })
function Late:go() self:hush() end
