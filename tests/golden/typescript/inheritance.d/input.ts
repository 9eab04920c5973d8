import { Remote } from "remote";
class Base { constructor(protected name: string) {} hello(): string { return this.name; } static make(): Base { return new Base("b"); } }
class Middle extends Base { hello(): string { return super.hello(); } }
class Leaf extends Middle { constructor() { super("leaf"); } run(): void { this.hello(); Leaf.make(); } }
class Far extends Remote { go(): void { this.come(); super.go(); } }
const Mixed = mix(Base);
class Mixin extends mix(Base) { run() {} }
function mix<T>(base: T) { return class extends (base as any) { extra() {} }; }
interface Walker { walk(): void }
class Dog extends Base implements Walker { walk(): void { const self = this; self.hello(); } }
