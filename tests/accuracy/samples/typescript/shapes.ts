export interface Shape {
  area(): number;
  area(scale: number): number;
}

export abstract class Base implements Shape {
  constructor(protected readonly name: string) {}
  abstract area(scale?: number): number;
  describe(): string {
    return `${this.name}: ${this.area()}`;
  }
}

export class Square extends Base {
  #side: number;
  constructor(side: number) {
    super("square");
    this.#side = side;
  }
  area(scale = 1): number {
    return this.#side ** 2 * scale;
  }
}

export class Unit extends Square {}

export function make(side: number): Square;
export function make(): Unit;
export function make(side?: number): Square {
  return side === undefined ? new Unit(1) : new Square(side);
}
