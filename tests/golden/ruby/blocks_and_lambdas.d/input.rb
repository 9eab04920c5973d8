class Item
  def show; end
end

ADD = ->(a, b) { combine(a, b) }

def combine(a, b); end

def run(list)
  double = lambda { |x| combine(x, x) }
  double.call(1)
  double.(2)
  items = [Item.new, Item.new]
  items.each { |item| item.show }
  items.map do |item; tmp|
    tmp = combine(item, 1)
    tmp
  end
  list.each_with_index { |(a, b), i| combine(a, i) }
  list.map(&:show)
  [1].each { item }
end

def item; end
