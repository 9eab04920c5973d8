using System.Linq;

class Locals
{
    Locals other;
    Locals Make() => this;
    public void Close() { }

    void Run(object o, Locals[] many)
    {
        if (o is Locals found && found.Make() != null)
            found.Close();
        foreach (var each in many)
            each.Close();
        using (var res = Make())
            res.Close();
        try { }
        catch (Failure failure) when (failure.Report()) { failure.Log(); }
        switch (o)
        {
            case Locals l: l.Close(); break;
        }
        Parse(out Locals parsed);
        parsed.Close();
        var chained = Make().other;
        chained.other?.Close();
        var q = from m in many where m.Check() select m;
        var text = o switch { Locals z => z.Name(), _ => "" };
    }

    void Parse(out Locals l) { l = null; }
    bool Check() => true;
    string Name() => "";
}

class Failure : System.Exception
{
    public bool Report() => true;
    public void Log() { }
}
