interface Runner {
  go(): void;
}
interface Plugin {
  run(by: Runner): void;
}
interface Shape {
  area(): number;
}
type Members<T> = { [K in keyof T]?: T[K] } & ThisType<T>;
declare function use(plugin: Plugin): void;
declare function define<T>(members: Members<T>): void;
use({
  run(by) {
    by.go();
  },
});
const held: Plugin = { run: (by) => by.go() };
const handlers: { [key: string]: (by: Runner) => void } = {};
handlers.down = (by) => {
  by.go();
};
function give(): Plugin {
  return {
    run(by) {
      by.go();
    },
  };
}
const alone: (by: Runner) => void = (by) => by.go();
define<Shape>({
  twice() {
    return this.area() * 2;
  },
});
