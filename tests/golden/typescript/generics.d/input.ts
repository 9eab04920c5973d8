class Box<T> { constructor(public value: T) {} map<U>(f: (value: T) => U): Box<U> { return new Box(f(this.value)); } }
class Animal { speak(): void {} }
function identity<T>(value: T): T { return value; }
function loud<A extends Animal>(animal: A): A { animal.speak(); return animal; }
const boxes: Array<Animal> = [];
for (const animal of boxes) animal.speak();
const list: ReadonlyArray<Box<string>> = [];
list[0].map(identity);
async function fetchAnimal(): Promise<Animal> { return new Animal(); }
async function main() { (await fetchAnimal()).speak(); const a = await fetchAnimal(); a.speak(); }
const arrow = <T,>(value: T): Box<T> => new Box<T>(value);
arrow(1).map(identity);
function maybe(animal: Animal | undefined, other: Partial<Animal> | null) { animal?.speak(); other!.speak(); }
