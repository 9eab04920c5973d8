public class Outer {
    private int value;

    static class Builder {
        Outer build() {
            return new Outer();
        }

        class Step {
            void go() {
                build();
                finish();
            }
        }
    }

    class Inner {
        int value() {
            return Outer.this.read();
        }
    }

    int read() {
        class Local {
            int twice() {
                return read() * 2;
            }
        }
        return new Local().twice();
    }

    static void finish() {
    }

    interface Callback {
        void call();

        enum Kind { ONE }
    }
}
