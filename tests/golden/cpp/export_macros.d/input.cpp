class EXPORT Plain {
    void method() { act(); }
    void act() {}
};

class EXPORT Derived : public Plain {
    void other() {}
};

struct API_VISIBLE Data {
    int field;
};

int after() { return 1; }
