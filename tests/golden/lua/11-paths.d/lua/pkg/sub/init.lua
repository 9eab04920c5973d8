local M = {}
function M.one() end
return M
