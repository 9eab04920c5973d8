class Printer {
    void print(int n) {
        print(n, "");
    }

    void print(int n, String end) {
        print();
    }

    void print() {
    }

    void all(String format, Object... rest) {
        this.print(1);
        all("a", 1, 2, 3);
    }
}
