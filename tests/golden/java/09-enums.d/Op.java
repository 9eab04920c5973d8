enum Op implements Applies {
    /** Adds. */
    PLUS("+") {
        @Override
        public int apply(int a) {
            return check(a);
        }
    },
    MINUS("-") {
        public int apply(int a) {
            return -a;
        }
    },
    ;

    private final String sign;

    Op(String sign) {
        this.sign = sign;
    }

    static int check(int n) {
        return n;
    }

    static int run(Op op) {
        return PLUS.apply(1);
    }
}

interface Applies {
    int apply(int a);
}
