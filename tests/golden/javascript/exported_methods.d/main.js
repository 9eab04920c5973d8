const tools = require("./tools");
const { format } = require("./tools");
tools.parse("a");
format(1);
