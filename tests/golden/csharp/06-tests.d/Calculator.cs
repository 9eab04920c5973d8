public class Calculator
{
    public int Add(int n) { return n; }
}
