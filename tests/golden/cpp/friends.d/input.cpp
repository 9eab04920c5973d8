class Box {
    friend class Opener;
    friend void swap(Box &a, Box &b) { a.touch(); }
    friend bool operator==(const Box &a, const Box &b);
    void touch() {}
};

bool operator==(const Box &a, const Box &b) { return true; }

void use(Box &a, Box &b) { swap(a, b); }
