using System.Collections.Generic;

class Box<T> where T : Item, new()
{
    T content;
    List<Item> all;
    Item[] array;

    U First<U>(U other) where U : Item
    {
        other.Touch();
        return other;
    }

    T Get()
    {
        content.Touch();
        array[0].Touch();
        foreach (Item each in all)
            each.Touch();
        return content;
    }

    static Box<Item> Of<K, V>(K key, V value)
    {
        Box<Item> box = new Box<Item>();
        box.Get();
        return box;
    }

    void Chain()
    {
        Of<int, int>(1, 2).Get();
        ((Item)null).Touch();
        (null as Item)?.Touch();
    }
}

class Item { public void Touch() { } }
