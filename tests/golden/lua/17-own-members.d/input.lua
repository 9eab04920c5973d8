local Rule = {}
Rule.__index = Rule

function Rule:match(text)
  return text:sub(1, 1) == "a"
end

function Rule:apply(text)
  return self:match(text)
end

local function first(text)
  return text:match("^%w+")
end

local function run(rule)
  return rule:apply("x")
end
