class Meter
{
    private int value;
    public string Name { get; set; }

    public int Read(int n)
    {
        foreach (var i in new[] { 1 })
        {
            if (n > 0 && this.value > 1)
                value = n;
        }
        switch (n)
        {
            case 1:
            case 2:
                break;
            default:
                break;
        }
        return n switch { 1 => 2, 3 => 4, _ => 5 };
    }

    public string Title(Meter other)
    {
        try { return Name ?? other.value.ToString(); }
        catch (System.Exception) { return n ? "" : null; }
    }
}
