interface ILeft { void Run(); }
interface IRight { void Run(); }

class Both : ILeft, IRight
{
    void ILeft.Run() { Shared(); }
    void IRight.Run() { Run(); }
    public void Run() { }
    void Shared() { }
}

static class Extensions
{
    public static int Twice(this Both both, int n) => n;
    static void Use(Both b) { b.Twice(1); }
}
