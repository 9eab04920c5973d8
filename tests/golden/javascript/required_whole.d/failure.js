class Failure extends Error {
    note() {}
}
module.exports = Failure;
