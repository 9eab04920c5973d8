class Base
  def initialize(name)
    setup
  end

  def setup; end

  def run
    step
  end

  def step; end
end
