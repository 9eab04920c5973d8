function first() return second() end

function broken(
  local x = = 1

function second() first() end
