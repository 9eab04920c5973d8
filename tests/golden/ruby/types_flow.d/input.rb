class Engine
  def start; end
  def self.build
    Engine.new
  end
end

class Car
  attr_accessor :engine, :name
  attr_reader :spare

  def initialize(engine)
    @engine = Engine.new
    @spare ||= Engine.build
    self.name = "x"
  end

  def drive
    @engine.start
    engine.start
    self.engine.start
    spare.start
    motor.start
    name
  end

  def motor
    @motor ||= Engine.new
  end
end

def main
  car = Car.new(nil)
  car.drive
  car.engine.start
  car.engine = Engine.build
  Engine.build.start
  other = car
  other.motor.start
end
