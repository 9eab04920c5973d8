package p;

public record Point(int x, int y) implements Comparable<Point> {
    static final Point ZERO = new Point(0, 0);

    public Point {
        check(x);
    }

    Point(int both) {
        this(both, both);
    }

    static void check(int n) {
    }

    public int compareTo(Point other) {
        return switch (other) {
            case Point(int a, int b) when a > 0 -> dist(a);
            default -> 0;
        };
    }

    private static int dist(int n) {
        return n;
    }
}

sealed interface Expr permits Num, Neg {
}

record Num(int value) implements Expr {
}

record Neg(Expr inner) implements Expr {
}
