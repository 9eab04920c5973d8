module Loud
  def shout
    whisper
  end

  def whisper; end
end

module Stats
  def self.included(base); end
end

class Dog
  include Loud, Stats
  extend Stats
  prepend Comparable

  def bark
    helper
  end

  private

  def helper; end

  protected def guard; end
end
