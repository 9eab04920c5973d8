package other;

public class Unseen {
    public static void beside(int n) {}
}
