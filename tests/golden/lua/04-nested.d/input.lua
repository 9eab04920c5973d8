local function outer(list)
  local function inner(n)
    return n > 0 and inner(n - 1)
  end
  local late = function() inner(1) end
  late()
  do
    local inner = 3
    print(inner)
  end
  for i, v in ipairs(list) do inner(v) end
  for i = 1, 3 do late(i) end
  repeat local x = inner(2) until x
  return function() return outer({}) end
end
outer()
