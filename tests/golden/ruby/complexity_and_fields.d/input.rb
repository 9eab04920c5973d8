class Queue
  def initialize
    @items = []
    @size = 0
  end

  def push(item)
    return if item.nil? && @size > 3
    @items << item unless item
    case item
    when 1 then 2
    when 3 then 4
    else 5
    end
  end

  def size
    begin
      while @size > 0 do @size -= 1 end
    rescue StandardError
      @size ? 1 : 2
    end
  end
end
