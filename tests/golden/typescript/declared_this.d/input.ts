import { Schema, make } from "./schema";
class Lexer {
  look(at: number): number {
    return at;
  }
}
class Tracer {
  trace(this: Mixed): void {
    this.look(1);
    [1].forEach(() => this.trace());
  }
}
type Mixed = Lexer & Tracer;
function start(this: Tracer): void {
  this.trace();
}
install({
  read(this: Schema) {
    return this.parse("x");
  },
});
make().parse("y");
