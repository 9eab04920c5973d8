package shop;

abstract class Task {
    void log() { }
    abstract void run();
    static class Timer { void tick() { } }
}

enum Mode {
    FAST { void go() { check(); } },
    SLOW { void go() { } };
    abstract void go();
    void check() { }
}

class Shop {
    shop.Task made = new Task() {
        int count;
        void run() { log(); step(); }
        void step() { new Timer().tick(); }
    };

    void open(Mode mode) {
        made.run();
        mode.go();
        int[] all = new int[2];
        take(all.length);
    }

    void take(int n) { }
    void take(String s) { }
}
