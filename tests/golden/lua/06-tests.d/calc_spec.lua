local calc = require("calc")

describe("calc", function()
  local function make() return 1 end
  before_each(function() make() end)
  it("adds", function()
    assert.equal(3, calc.add(1, 2))
  end)
end)
