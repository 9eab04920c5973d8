require_relative "base"

class Middle < Base
  def run
    super
  end
end

class Leaf < Middle
  def initialize
    super("leaf")
    setup
  end

  def step
    run
    self.setup
    super()
  end
end

class Foreign < Unknown::Thing
  def go
    missing
    puts "x"
  end
end

class Failure < StandardError; end
