class K {
    int first(int x) {
        return x;
    }

    int second(int x) {
        first("open);
    }

    int third(int x) {
        return first(x);
    }
}
