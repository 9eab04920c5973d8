class Calculator {
    int add(int n) {
        return n;
    }
}
