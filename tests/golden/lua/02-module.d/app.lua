local util = require("lib.util")
local helper = require "lib.helper"
local half = require("lib.util").half

util.run(1)
helper.help()
half(3)
require("lib.util").run(2)
local json = require("dkjson")
json.encode({})
