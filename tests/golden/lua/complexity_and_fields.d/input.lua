local Point = {}

function Point.new()
  return setmetatable({}, Point)
end

function Point:move(n)
  if n > 0 and self.x then
    self.x = n
  elseif n or self.y then
    for i = 1, n do end
  end
  repeat n = n - 1 until n == 0
  while n do end
end

local function plain() end
