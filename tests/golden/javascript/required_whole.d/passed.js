module.exports = require('./clone');
