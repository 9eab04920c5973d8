int f(int a) { return 1; }
int f(int a, int b) { return 2; }
int f(const char *text, int a, int b) { return 3; }

class C {
    void g() {}
    void g(int a) {}
    void g(int a, int b = 1, ...) {}
};

int call()
{
    return f(1) + f(1, 2) + f("a", 1, 2);
}
