struct Item {
    Item(int number) {}
    void touch() {}
};

struct Frozen {
    void look() const {}
};

struct Shelf {
    Item &top() { return item; }
    const Frozen &top() const { return frozen; }
    Item item;
    Frozen frozen;
};

inline void take(const Item &item) {}
inline void put(int number) {}
inline void put(const char *text) {}
