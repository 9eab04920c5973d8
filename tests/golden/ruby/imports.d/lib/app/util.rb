module Util
  def self.help; end
end
