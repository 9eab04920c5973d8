using System;

class Worker
{
    int Run(int n)
    {
        int Add(int a)
        {
            int Deep() => Help();
            return a + Deep();
        }
        Func<int, int> f = x => Add(x);
        Action g = delegate { Help(); };
        f(1);
        return Add(n);
    }

    static int Help() => 1;
}
