using System;

[assembly: CLSCompliant(true)]

[AttributeUsage(AttributeTargets.All)]
class MarkAttribute : Attribute
{
    public MarkAttribute(string s) { }
}

[Obsolete("x"), Serializable]
class Used
{
    [Obsolete]
    [return: System.Diagnostics.CodeAnalysis.NotNull]
    public async void Handle([Mark("p")] object sender, EventArgs e)
    {
        Subscribe(Handle);
        Type t = typeof(Used);
        int size = sizeof(int);
    }

    void Subscribe(object f) { }
}
