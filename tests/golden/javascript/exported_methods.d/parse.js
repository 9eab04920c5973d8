exports.parse = (text) => text;
