require "minitest/autorun"

class ThingTest < Minitest::Test
  def setup
    @thing = Thing.new
  end

  def test_run
    assert_equal 1, @thing.run
  end
end

class RailsTest < ActiveSupport::TestCase
  test "does things" do
    compute
  end
end

class Thing
  def run; end

  def test_connection; end
end

def compute; end
