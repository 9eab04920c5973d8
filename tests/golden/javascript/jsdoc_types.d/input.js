const { Circle } = require('./shapes');
/**
 * @import { Context } from './types'
 * @typedef {Object} Options
 * @property {Circle} first the first of them
 * @property {Circle[]} [others] = []
 */

/**
 * @param {Circle} circle
 * @param {?Array<Circle>} list
 * @param {Options} [options={}]
 * @param {Missing} missing
 */
function use(circle, list, options = {}, missing) {
    circle.copy().area();
    for (const one of list) one.copy();
    options.first.area();
    options.others[0].copy();
    missing.area();
}

class Holder {
    constructor() {
        /** @type {Map<string, Circle>} */
        this.byName = new Map();
    }
    find() {
        this.byName.get('a').area();
    }
}

/** @type {import('./types').Rule} */
module.exports = {
    create(context) {
        context.report();
    },
};

/** @param {Context|null} context */
const tell = (context) => {
    context.report();
};
