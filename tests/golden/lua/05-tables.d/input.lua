local handlers = {
  -- Starts.
  start = function(self, n) self.stop(n) end,
  stop = function() end,
  ["odd key"] = function() helper() end,
  3,
}

local plain = { a = 1, b = { c = 2 } }

function helper()
  handlers.start(handlers, 1)
  plain.b.c = plain.a
end

call({ go = function() helper() end })
call { helper }
