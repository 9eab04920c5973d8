static int helper(int a) { return a; }

auto twice = [](int a) { return helper(a) * 2; };

int run()
{
    int base = 1;
    auto add = [base, &offset = base](int a) {
        helper(a);
        return base + a + offset;
    };
    [] { helper(0); }();
    return add(1) + twice(2);
}
