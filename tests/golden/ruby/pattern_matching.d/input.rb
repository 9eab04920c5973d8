class Point
  def move; end
end

def act(command)
  case command
  in {name: String => name, age:}
    name
    age
  in [first, *rest]
    first
    rest
  in Point(x:, y: 0) | nil
    ready
  in other if ready
    other
  end
  command => {key:}
  key
  if command in [Integer => n, _]
    n
  end
end

def ready; end
def key; end
