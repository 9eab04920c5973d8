VERSION = "1.0"
A, B = 1, 2
LIMITS = {
  low: 1,
}.freeze
$debug = false
local = VERSION

class Shape
  SIDES = 4
  SIDES = 5
  Error = Class.new(StandardError)
  @count = 0
  @@all = []

  def sides
    SIDES + VERSION.size
  end
end

Point = Struct.new(:x, :y) do
  def dist
    x + y
  end
end

Pair = Data.define(:left)
Helpers = Module.new
COUNT ||= 3

def use
  $debug = true
  Point.new(1, 2).dist
end
