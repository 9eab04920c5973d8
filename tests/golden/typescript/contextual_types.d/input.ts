class Subscriber<T> {
  next(value: T): void {}
}
class Stream<T> {
  constructor(private start: (subscriber: Subscriber<T>) => void) {}
  lift<R>(operator: (source: Stream<T>) => Stream<R>): Stream<R> {
    return operator(this);
  }
  forEach(visit: (value: T) => void): void {}
}
class Item {
  open(): void {}
}
function made() {
  return new Item();
}
const items = new Stream<Item>((subscriber) => {
  subscriber.next(new Item());
});
items.forEach((item) => item.open());
function apply<A, B>(value: A, change: (value: A) => B): B {
  return change(value);
}
export function run(): void {
  apply(made(), (item) => item).open();
  apply(items, (stream) => stream.lift((source) => source));
}
