module Outer
  LIMIT = 3

  class Thing
    def run
      Inner::Worker.new.work(LIMIT)
      Outer.shared
    end

    class Part
      def run; end
    end
  end

  module Inner
    class Worker
      def work(n); end
    end
  end

  def self.shared; end
end

module Outer::Late
  class Extra
    def go; end
  end
end

class Outer::Thing
  def again; end
end
