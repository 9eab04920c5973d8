class Lock {
public:
    explicit Lock(int *mutex) {}
    void wait() {}
};
struct Plain {
    int x;
};
class Base {
public:
    Base() {}
    void signal() {}
};
class Queue : public Base {
public:
    Queue(int *mutex, const Plain &plain, const Lock &other)
        : size_(1), lock_(mutex), copy_(other), plain_(plain), seen_(plain), next_(nullptr)
    {
    }
    // inside of a derived class the base's name is the class, not a constructor
    void follow(Base *base) { base->signal(); }
    int size_;
    Lock lock_;
    Lock copy_;
    Plain plain_;
    const Plain &seen_;
    Lock *next_;
};
