record Point(int X, int Y)
{
    public int Sum() => X + Y;
}

record struct Fast(Point P);

readonly record struct Ro(int A) : IThing;

record Sub(int X, int Y, int Z) : Point(X, Y);

class Svc(Point origin)
{
    public int Far() => origin.Sum();
}

interface IThing { }

class User
{
    int Use(Fast f)
    {
        Point p = new(1, 2);
        return f.P.Sum() + p.Sum();
    }
}
