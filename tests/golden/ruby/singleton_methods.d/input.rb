class Config
  def self.load(path)
    config = new(path)
    config.check
    config
  end

  class << self
    def default
      load("x")
    end

    attr_accessor :current
  end

  def initialize(path)
  end

  def check
    self.class.load("y")
  end

  def Config.named; end
end

object = Config.load("z")
object.check

def object.single
end

def self.toplevel
end
