using System;
using Lib.Core;
using Alias = Lib.Core.Engine;
using static Lib.Util.Tools;

namespace App
{
    class Program
    {
        static void Main(string[] args)
        {
            var engine = new Engine(1);
            engine.Start();
            Alias other = null;
            other.Stop();
            new Near().Come();
            Console.WriteLine(nameof(Engine));
        }
    }
}
