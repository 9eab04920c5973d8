class Vec
{
    private int x, y;
    public event System.Action Changed;
    public int X { get => Get(x); set { x = Set(value); } }
    public int this[int i] { get { return Get(i); } }
    public static Vec operator +(Vec a, Vec b) => a.Add(b);
    public static implicit operator int(Vec v) => v.x;
    ~Vec() { Free(); }
    static Vec() { Init(); }
    Vec Add(Vec other) => this;
    int Get(int i) => i;
    int Set(int i) => i;
    static void Init() { }
    void Free() { }
}
