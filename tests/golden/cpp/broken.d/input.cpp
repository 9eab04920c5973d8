namespace n {
class Whole {
    void one() { two(); }
    void two() {}
};

void bad( { int x = ; }

class Cut {
    void three() { four( }
    void four() {}
};

int last() { return 1; }
}
