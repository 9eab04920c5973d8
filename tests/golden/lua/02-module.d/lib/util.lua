local M = {}

function M.run(n)
  return M.half(n)
end

M.half = function(n) return n / 2 end

return M
