local M = {}
M.two = function() end
return M
