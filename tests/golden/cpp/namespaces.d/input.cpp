namespace outer {
int first() { return 1; }

namespace inner {
int second() { return first(); }
class Thing {
    void act() { second(); }
};
} // namespace inner
} // namespace outer

namespace a::b {
int third() { return outer::first(); }
}

namespace {
int hidden() { return 0; }
}

namespace short_name = outer::inner;

int main()
{
    return outer::inner::second() + a::b::third() + hidden();
}
