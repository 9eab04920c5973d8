package lib.inner;

public class Deep {
    public static void dive() {
    }
}
