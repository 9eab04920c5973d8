package ü;

/** Größe. */
public class Größe {
    int 値() {
        return größer();
    }

    int größer() { return 1; }
}
