/** A point. */
export interface Point<T = number> extends Base, ns.Other<T> {
    x: T;
    readonly y?: T;
    move(by: Point): Point;
    onMove: (to: Point) => void;
    [key: string]: unknown;
    (call: string): void;
    new (made: string): Point;
}
interface Base { id: Id; }
type Id = string | number;
type Shape = { kind: Kind; area(): number } & Base;
enum Kind { Circle, Square = 2 }
const enum Flag { A = 1 << 0 }
type Read<T> = { readonly [K in keyof T]: T[K] };
type Inner<T> = T extends Array<infer U> ? U : Id;
declare namespace ns { interface Other<T> { value: T; } }
