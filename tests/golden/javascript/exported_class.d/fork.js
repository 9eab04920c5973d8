class Fork {
    static create() {
        return new Fork();
    }
    add() {}
}
module.exports = Fork;
