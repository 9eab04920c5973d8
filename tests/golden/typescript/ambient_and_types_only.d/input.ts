declare function require(name: string): any;
declare class Legacy { old(): void; }
declare let legacy: Legacy, count: number;
declare enum Color { Red }
declare type Alias = Legacy;
abstract class Plugin { abstract get name(): string; abstract setup?(): void; abstract value: number; }
legacy.old();
let alias: Alias = legacy;
alias.old();
type T1 = typeof legacy;
let picked: Pick<Legacy, "old">["old"];
let key: keyof Legacy, tuple: [first: Legacy, second?: string, ...Alias[]];
export {};
