using System;

var greeter = new Greeter();
greeter.Greet(args.Length);
Local(2);

void Local(int n) { greeter.Greet(n); }

partial class Greeter
{
    public void Greet(int n) { Impl(n); }
}

partial class Greeter
{
    void Impl(int n) { }
}

namespace N
{
    namespace M { class Deep { } }
    class Near { }
}
