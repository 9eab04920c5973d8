#include <memory>

struct Leaf {
    Leaf(int number) {}
    void turn() {}
};

struct Tree {
    Leaf &operator[](int index) { return leaf; }
    Leaf leaf;
};

void by_operator(Tree &tree) { tree[0].turn(); }
void by_pointer(Leaf *leaves) { leaves[0].turn(); }

// What is made here is a pointer, and no Leaf.
void held(Leaf *leaf)
{
    std::unique_ptr<Leaf> owner(leaf);
    owner->turn();
}
