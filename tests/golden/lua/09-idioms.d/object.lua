local Object = {}
function Object:extend() return setmetatable({}, self) end
function Object:is() end
return Object
