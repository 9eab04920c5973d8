local a = {}
a.b = {}
function a.b.c() end
function a.b:d() self:e() end
a.b.c()
x.y.z()
;("s"):rep(3)
local s = "t"
s:upper()
goto done
::done::
