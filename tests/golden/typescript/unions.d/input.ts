interface Cat {
  meow(): void;
}
interface Dog {
  bark(): void;
}
type Pet = Cat | Dog | null;
type Visitor = ((pet: Pet) => Cat) | { visit(pet: Pet): void };
function talk(pet: Pet, both: Cat & Dog, maybe?: Dog | undefined): void {
  pet!.meow();
  pet!.bark();
  both.bark();
  (maybe ?? pet).bark();
  (maybe ? maybe : both).meow();
}
function each(visitor: Visitor): void {}
each((pet) => pet.bark());
