template <typename T>
concept Numeric = requires(T a) {
    a + a;
    a.size();
};

template <Numeric T>
T sum(T a, T b)
{
    return a + b;
}

template <typename T>
    requires Numeric<T>
T product(T a) { return a; }

auto trailing(int a) -> double { return sum(a, a); }
[[nodiscard]] int marked() noexcept { return 1; }
