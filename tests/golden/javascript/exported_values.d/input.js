const utils = require('./utils');
const flat = utils.flat;
function use() {
    flat();
    utils.flat();
    utils.object.keys();
}
