const { parse } = require("./parse");

module.exports = {
    parse(text) {
        return parse(text);
    },
    format: function (value) {
        return this.parse(value);
    },
};
