class EXPORT Number {
public:
    explicit Number(int value) GUARDED(value) : value_(value) {}
    DEPRECATED("use plus")
    Number operator+(const Number &other) const { return other; }
    Number &operator=(const Number &other) { return *this; }
    int value() const { return value_; }

private:
    int value_;
};

bool operator==(const Number &a, const Number &b)
{
    return a.value() == b.value();
}

using Amount = long;

int sum(Number *p, const Number &n)
{
    Number local(1);
    Number other;
    local = n + *p;
    p = nullptr;
    std::string text;
    text.value();
    if (local == n)
        return (p + 1)->value();
    return Amount(3) + local.value();
}
