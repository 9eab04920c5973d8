class Binding {
    tag(): void {}
}
interface Template {
    (binding: Binding): Binding;
    note: string;
}
function plain(): Template {
    return (binding) => binding.tag();
}
function named(): Template {
    return function apply(binding) {
        binding.tag();
    };
}
function run(template: Template, binding: Binding) {
    template(binding).tag();
}
type Maker = new (name: string) => Binding;
interface Factory {
    new (name: string): Binding;
}
class Holder {
    constructor(private maker: Maker, private factory: Factory) {}
    make() {
        new this.maker('a').tag();
        new this.factory('b').tag();
    }
}
function result(value: ReturnType<typeof plainBinding>, other: Parameters<typeof run>[1]) {
    value.tag();
    other.tag();
}
function plainBinding() {
    return new Binding();
}
