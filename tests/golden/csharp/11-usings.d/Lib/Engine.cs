namespace Lib.Core;

public class Engine
{
    public Engine(int size) { }
    public void Start() { }
    public void Stop() { }
}
