package old;

public class Legacy {
    public Legacy(int n) {}
    public void work() {}
}
