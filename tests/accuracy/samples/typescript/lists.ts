export class List<T> {
  private items: T[] = [];
  add(item: T): this {
    this.items.push(item);
    return this;
  }
  map<U>(change: (item: T) => U): List<U> {
    const mapped = new List<U>();
    for (const item of this.items) mapped.add(change(item));
    return mapped;
  }
  first(): T | undefined {
    return this.items[0];
  }
}

export const of = <T>(...items: T[]): List<T> => items.reduce((list, item) => list.add(item), new List<T>());
