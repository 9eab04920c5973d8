class Model
  define_method(:dynamic) { |a| helper(a) }
  define_method("text") do
    helper(1)
  end
  define_singleton_method(:build) { new }
  [:a, :b].each do |name|
    define_method(name) { helper(name) }
  end
  alias old_helper helper
  alias_method :older, :helper

  def helper(a); end

  included do
    def from_block; end
  end
end
