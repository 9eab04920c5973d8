local M = {}
function M.three() end
return M
