def value; end
def other; end
def third; end

def run(param, opt = value)
  value
  value = other
  value
  param
  other = 1 if third
  other
  begin
    x
  rescue ArgumentError, IOError => error
    error
  rescue
    third
  end
  a, (b, *c) = value
  a; b; c
  for i in [1] do i end
  [2].each { |third| third }
  third
  _1
end

def x; end
