local Object = require("object")
local class = require "middleclass"

local Shape = Object:extend()
function Shape:area() self:is() end

local Animal = class("Animal")
function Animal:speak() end
local Dog = class("Dog", Animal)
function Dog:bark() self:speak() end

local Cat = Animal:subclass("Cat")
function Cat:purr() return self:speak() end
