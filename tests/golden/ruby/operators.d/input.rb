class Vector
  def +(other); end
  def [](i); end
  def []=(i, v); end
  def -@; end
  def <=>(other); end
  def call(*args); end
  def to_s = "v"
  def empty? = true
  def clear! = nil
end

def calc(v)
  vector = Vector.new
  vector.(1)
  vector.empty?
  vector&.clear!
  Vector::new
end
