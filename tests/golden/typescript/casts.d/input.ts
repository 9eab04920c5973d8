interface Cat { meow(): void; }
interface Dog { bark(): void; }
function use(animal: unknown): void {
    (animal as Cat).meow();
    (<Dog>animal).bark();
    const cat = animal as unknown as Cat;
    cat.meow();
    const dog = { bark() {} } satisfies Dog;
    let known!: Dog;
    known.bark();
    (known || dog).bark();
    const list = [] as Dog[];
    list.forEach((dog) => dog.bark());
    const both: Cat & Dog = null!;
    try { use(cat); } catch (error: unknown) { String(error); }
}
