class Thing
  def run; end
end

def compute; end
