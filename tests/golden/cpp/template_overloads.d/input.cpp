template <class T> struct Traits {
    static int size(T value) { return 0; }
};
template <> struct Traits<int> {
    static int size(int value) { return 4; }
};
void show(bool value) {}
void show(const char *text) {}
template <class T> void show(T value) {}
template <class T> void show(T *value) {}
template <class T> void same(T a, T b) {}
void same(const char *a, const char *b) {}

void run(char *buffer, double number, int *pointer, wchar_t *wide)
{
    show(true);
    show("text");
    show(number);
    show(pointer);
    same(buffer, "text");
    same(number, number);
    Traits<long>::size(1);
}
