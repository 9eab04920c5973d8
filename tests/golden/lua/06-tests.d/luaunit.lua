local calc = require("calc")
TestCalc = {}
function TestCalc:testAdd()
  calc.add(1, 2)
end
function TestCalc:helper() end
