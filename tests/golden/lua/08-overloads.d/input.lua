local function f(a) end
f(1)
f(1, 2)
local M = {}
function M.g() end
function M.g(a) end
M.g()
function M:m(...) return ... end
M:m(1, 2, 3)
M.m(M)
