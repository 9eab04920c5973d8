export interface Maker<T> {
  new (): T;
  init(made: T): void;
}
export function Maker<T>(name: string): Maker<T> {
  throw name;
}
export interface Thing {
  use(): void;
}
export interface Thing {
  drop(): void;
}
export const Thing: Maker<Thing> = Maker<Thing>("thing");
function work(thing: Thing): void {
  Thing.init(thing);
  thing.use();
  thing.drop();
}
class Shape {}
namespace Shape {
  export function unit(): Shape {
    return new Shape();
  }
}
Shape.unit();
