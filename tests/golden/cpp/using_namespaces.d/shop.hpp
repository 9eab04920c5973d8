namespace shop {
class Box {
public:
    void open();
    void close();
};
namespace toys {
class Box : public shop::Box {
public:
    void wind();
    void close();
};
class Shelf {
public:
    Box top();
};
}
}
namespace other {
class Box {
public:
    void close();
};
}
