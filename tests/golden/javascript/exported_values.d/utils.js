const lists = require('./lists');
exports.flat = lists.flat;
exports.object = {};
exports.object.keys = function keys(value) {
    return keys(value);
};
class Base {
    static make() {}
    make() {}
}
class Special extends Base {
    make() {
        this.constructor.make();
    }
}
