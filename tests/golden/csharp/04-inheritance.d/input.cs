using System;

abstract class Animal : INamed
{
    protected Animal(string name) { }
    public abstract void Speak();
    public virtual void Introduce() { Speak(); }
}

interface INamed : IDisposable { string Name { get; } }

class Dog : Animal, INamed
{
    public Dog() : this("Rex") { }
    public Dog(string name) : base(name) { Introduce(); }
    public override void Speak()
    {
        base.Introduce();
        this.Bark();
    }
    void Bark() { }
}

struct Pair : IEquatable<Pair> { }
