const clone = require('./clone');
const named = require('./named');
const Failure = require('./failure');
const passed = require('./passed');
class Special extends Failure {
    tell() {
        this.note();
    }
}
function use() {
    clone({}).keep();
    named();
    passed({}).keep();
    throw new Failure();
}
