exports.flat = function () {};
