module.exports = exports = function named() {};
