class Outer {
public:
    class Inner {
    public:
        Inner(int a) {}
        void act() {}
        struct Deep { int q; };
    };
    enum class Color : unsigned char { Red, Green };
    enum Old { ONE, TWO };
    using size_type = unsigned long;
    typedef Inner *pointer;
    Inner *make();
    union { int a; float b; };
};

Outer::Inner *Outer::make()
{
    return new Inner(1);
}

void Outer_user(Outer::Inner &inner)
{
    inner.act();
}

struct Outer2 {
    struct Declared;
};

struct Outer2::Declared {
    void later() {}
};
