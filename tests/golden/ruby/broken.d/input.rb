def good
  1
end

class After
  def method_one
    good)
  end

  def method_two
    x = = good
  end
end

def last
  good
end

def unfinished
  good
  if good
end
