class Base {
    constructor(name) { this.name = name; }
    greet() { return this.label(); }
    label() { return this.name; }
    static create() { return new Base("x"); }
}

export class Derived extends Base {
    #secret = 1;
    count = 0;
    handler = (event) => this.greet();
    constructor() { super("d"); }
    get size() { return this.#hidden(); }
    set size(value) { this.count = value; }
    #hidden() { return this.#secret; }
    greet() { return super.greet(); }
    static { Base.create(); }
    async *[Symbol.iterator]() {}
    "quoted name"() {}
}
