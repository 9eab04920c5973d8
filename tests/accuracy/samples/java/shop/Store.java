package shop;

interface Visitor<T, R> {
    R visit(T value);
}

abstract class Store<T> {
    private T last;

    Store(String name) {
    }

    void add(T value) {
        last = value;
    }

    T first() {
        return last;
    }

    <R> R each(Visitor<T, R> visitor) {
        return visitor.visit(first());
    }
}
