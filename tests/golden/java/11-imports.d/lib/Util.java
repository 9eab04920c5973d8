package lib;

public class Util {
    public Util(int n) {
    }

    public void run() {
    }

    public static int half(int n) {
        return n / 2;
    }
}
