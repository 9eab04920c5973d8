function once(n) { return n; }
const twice = (n) => once(n);
module.exports = { once, twice, three: once };
