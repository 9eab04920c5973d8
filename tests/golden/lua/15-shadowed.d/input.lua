local function f() end
function g(f)
  f()
  local g = f
  g()
end
local print = function() end
print()
do
  local f = nil
  f()
end
f()
