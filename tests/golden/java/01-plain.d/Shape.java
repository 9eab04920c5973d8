package com.example;

/**
 * A shape.
 */
public class Shape {
    /** Sides. */
    public static final int SIDES = 4;
    private int side;

    public Shape(int side) {
        this.side = side;
    }

    // The area.
    // In metres.
    public int area() {
        return square(side);
    }

    private static int square(int n) {
        return n * n;
    }
}

interface Named {
    String PREFIX = "x";
    String name();
    default String label() {
        return name();
    }
}

enum Color { RED, GREEN }
