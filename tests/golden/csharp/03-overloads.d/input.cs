class Log
{
    void Write(int n) { Write(n, ""); }
    void Write(int n, string s) { Write(); }
    void Write() { }
    void Opt(int a, int b = 2, params int[] rest) { }
    void All()
    {
        this.Write(1);
        Opt(1);
        Opt(1, 2, 3, 4);
    }
}
