import { create, lists, Shape, Square as Quadrat } from "./index";
import type { Base } from "./shapes";

function total(shapes: Shape[], extra?: Base | null): number {
  const sum = shapes.map((shape) => shape.area()).reduce((a, b) => a + b, 0);
  return sum + (extra?.describe().length ?? 0);
}

async function later(): Promise<Quadrat> {
  return create(2);
}

export async function main(log: (line: string) => void): Promise<void> {
  const create = () => new Quadrat(3);
  log(create().describe());
  lists.of(create()).map((square) => square.area(2)).first();
  const list = new lists.List<Quadrat>().add(await later());
  list.first()!.describe();
  later().then((square) => square.area());
  log(String(total([create()], create())));
}
