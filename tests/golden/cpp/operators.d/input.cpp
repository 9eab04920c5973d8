struct Vector {
    int x;
    Vector operator+(const Vector &other) const { return *this; }
    bool operator==(const Vector &other) const;
    int operator[](int index) const { return x; }
    bool operator()(int a) { return a; }
    explicit operator bool() const { return x; }
    Vector *operator->() { return this; }
    void *operator new(unsigned long size);
};

bool Vector::operator ==(const Vector &other) const
{
    return x == other.x;
}

Vector operator-(const Vector &a, const Vector &b) { return a; }

void *Vector::operator new(unsigned long size) { return 0; }
