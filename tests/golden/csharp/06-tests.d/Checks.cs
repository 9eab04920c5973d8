using Xunit;

public class Checks
{
    private readonly Calculator calculator = new();

    [Fact(Skip = "x")]
    public void One()
    {
        calculator.Add(2);
        Help();
    }

    [Xunit.Theory, InlineData(1)]
    [Trait("a", "b")]
    public void Many(int n) { }

    void Help() { }
}

[TestClass]
public class Marked
{
    public void Inside() { }
}
