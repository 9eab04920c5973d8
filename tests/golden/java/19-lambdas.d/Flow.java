interface Mapper<A, B> {
    B map(A value);
}

class Box<T> {
    T held;
    Box(T held) { this.held = held; }
    <R> Box<R> map(Mapper<T, R> mapper) { return new Box<>(mapper.map(held)); }
    T get() { return held; }
}

class Leaf {
    Leaf next() { return this; }
    Twig twig() { return new Twig(); }
}

class Twig {
    void snap() { }
}

class Flow {
    static <E> E same(E value) { return value; }

    void run(Leaf leaf) {
        new Box<>(leaf).map(l -> l.twig()).get().snap();
        same(leaf).next();
        new Box<>(leaf).map(l -> {
            Leaf after = l.next();
            return after.twig();
        }).get().snap();
        Mapper<Leaf, Twig> mapper = each -> each.twig();
        mapper.map(leaf).snap();
    }
}
