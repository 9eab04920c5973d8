class Engine { start(): void {} }
class Car {
    engine = new Engine();
    spare?: Engine;
    #hidden: Engine | null = null;
    static readonly all: Map<string, Car> = new Map();
    declare kind: string;
    private constructor() { this.made = new Engine(); this.spare?.start(); }
    get motor(): Engine { return this.engine; }
    set motor(value: Engine) { value.start(); }
    drive(): void {
        this.engine.start();
        this.#hidden?.start();
        this.made.start();
        const { engine, spare: extra = engine } = this;
        engine.start();
        extra.start();
    }
}
