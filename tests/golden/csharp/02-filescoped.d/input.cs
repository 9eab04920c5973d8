namespace A.B;

class Outer
{
    class Inner
    {
        void Go() => Helper();
    }

    static void Helper() { }
}
