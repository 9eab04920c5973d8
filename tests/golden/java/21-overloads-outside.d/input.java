package app;

import java.util.List;

class Tree implements Cloneable {
}

class Kept implements Iterable<Tree> {
    public java.util.Iterator<Tree> iterator() {
        return null;
    }
}

class Scanner {
    void check(Iterable<?> one) {
    }

    void check(Iterable<?>... several) {
    }

    void scan(Tree one) {
    }

    void scan(Iterable<? extends Tree> several) {
    }

    <E> void all(Iterable<? extends E> items, Tree tree, Kept kept, List<Tree> list) {
        check(items);
        scan(tree);
        scan(kept);
        check(items, list);
    }
}
