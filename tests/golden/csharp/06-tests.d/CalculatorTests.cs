using NUnit.Framework;

public class CalculatorTests
{
    [Test]
    public void Adds() { new Calculator().Add(1); }
}
