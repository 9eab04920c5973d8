require "set"
require "app/util"
require_relative "app/core"
require_relative "../extra"
autoload :Lazy, "app/lazy"
path = "dynamic"
require path
load "script.rb"

def start
  Util.help
  Core.new.run
  extra
end
