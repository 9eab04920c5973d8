class Stack {
    constructor() {}
    use(): void {}
}
export const Chosen = Stack;
export const Polyfilled = globalThis.Stack ?? Stack;
class Owner {
    #stack = new Polyfilled();
    entity: typeof Stack;
    done: () => void;
    constructor() {
        this.entity = Stack;
        this.done = () => this.#stack.use();
    }
    run() {
        this.#stack.use();
        new this.entity().use();
        new Chosen().use();
        this.done();
    }
}
function mixed() {
    return class extends Owner {
        more() {
            this.less();
            this.run();
        }
        less() {}
    };
}
class Observer extends Elsewhere implements Quiet {
    constructor() {
        super();
    }
}
interface Quiet {}
function entries(map: Map<string, Stack>) {
    for (const [key, stack] of map) stack.use();
    for (const [, stack] of Object.entries(map)) stack.use();
}
