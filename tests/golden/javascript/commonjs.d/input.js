const fs = require("fs");
const { join, resolve: abs } = require("path");
const util = require("./lib/util");
const { twice } = require("./lib/util");
const once = require("./lib/util").once;
require("./lib/setup");

exports.run = function () {
    util.once(1);
    twice(join("a", "b"));
    abs("c");
    return once(fs.readFileSync("f"));
};
exports.again = () => exports.run();
module.exports.value = 5;
