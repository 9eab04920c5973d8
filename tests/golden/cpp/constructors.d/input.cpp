class Base {
public:
    Base(int a) {}
    explicit Base(const char *text) : Base(1) {}
    ~Base() {}
};

class Derived : public Base {
public:
    Derived() : Base(2), field(3) {}
    int field;
};

void make()
{
    Derived first;
    Base second(1);
    Base third{"x"};
    Base *fourth = new Base(4);
    delete fourth;
}
