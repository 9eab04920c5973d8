import * as names from "./names";
class Engine {
  start(): void {}
}
const kit = {
  ...names,
  engine: new Engine(),
  again() {
    this.engine.start();
  },
};
kit.hello();
kit.engine.start();
function meter() {
  return {
    engine: new Engine(),
    warn() {
      this.stop();
    },
    stop: () => {},
  };
}
class Car {
  private go(): void {}
  make() {
    const parts = { meter: meter(), run: () => this.go() };
    parts.run();
    parts.meter.warn();
    const { engine } = meter();
    engine.start();
  }
}
