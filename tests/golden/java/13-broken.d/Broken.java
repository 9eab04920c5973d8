class Broken {
    void first() {
        second(;
    }

    void second() {
        third();
    }

    int field = ;

    void third() {
        if (true) {
            second();
    }
}

class After {
    void last() {
        new Broken().second();
    }
}
