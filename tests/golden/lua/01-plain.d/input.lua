#!/usr/bin/env lua
-- Counts.

local limit <const> = 10
total = 0

---Adds one.
-- @param n how many
function add(n)
  total = total + twice(n)
  return total
end

local function twice(n)
  return n * 2
end

add(limit)
