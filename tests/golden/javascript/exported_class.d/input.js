const Fork = require("./fork");
class State {
    constructor() {
        this.fork = Fork.create();
    }
    grow() {
        this.fork.add();
    }
}
