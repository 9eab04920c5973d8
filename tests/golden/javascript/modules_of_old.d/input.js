(function (root, factory) {
    if (typeof define === "function" && define.amd) define(["dep"], factory);
    else module.exports = factory(require("dep"));
})(this, function (dep) {
    "use strict";
    var VERSION = "1.0";
    function helper(a) { return dep.use(a); }
    var api = { version: VERSION };
    api.run = function (b) { return helper(b); };
    return api;
});
