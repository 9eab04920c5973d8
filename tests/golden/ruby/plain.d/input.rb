require "json"

def greet(name)
  "hello #{name}"
end

def main
  text = greet("x")
  puts text
  JSON.dump(text)
end

class Point
  def initialize(x, y)
    @x = x
    @y = y
  end

  def norm
    helper + other(1)
  end

  def helper
    0
  end

  def other(n)
    n
  end
end

main
