namespace App {
    export const name = "app";
    export function boot(): void { Inner.go(); log(name); }
    export namespace Inner {
        export function go(): void { boot(); }
    }
    export class Service { run(): void {} }
}
namespace A.B {
    export type T = string;
}
function log(text: string): void {}
import Service = App.Service;
App.boot();
App.Inner.go();
new Service().run();
