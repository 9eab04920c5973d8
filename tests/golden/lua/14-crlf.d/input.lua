-- Zählt.
local function count(n)
  print("größer 😀")
end

count(1)
