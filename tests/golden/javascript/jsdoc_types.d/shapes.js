class Circle {
    area() {}
    /** @returns {Circle} */
    copy() {}
}
module.exports.Circle = Circle;
