class Part {}
type Maker<T> = { new (): T };
interface Factory {
  new (): Part;
}
function build(make: Maker<Part>, factory: Factory, known: typeof Part) {
  new make();
  new factory();
  new known();
}
