import java.util.List;

class Box<T extends Item> {
    private T content;
    private List<Item> all;
    private Item[] array;

    <U extends Item & Runnable> U first(U other) {
        other.touch();
        return other;
    }

    T get() {
        content.touch();
        array[0].touch();
        for (Item each : all)
            each.touch();
        return content;
    }

    static <K, V> Box<Item> of(K key, V value) {
        Box<Item> box = new Box<>();
        box.get();
        return box;
    }

    void chain() {
        Box.of(1, 2).get();
        Box.<String, Item>of("", null);
        ((Item) null).touch();
    }
}

class Item {
    void touch() {
    }
}
