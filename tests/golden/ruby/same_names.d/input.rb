class A
  def size; end
end

class B
  def size; end
  def size=(n); end
end

class A
  def size; 1; end
end

if RUBY_VERSION > "3"
  def fast; one; end
else
  def fast; two; end
end

def one; end
def two; end

def measure
  B.new.size
  b = B.new
  b.size = 3
end
