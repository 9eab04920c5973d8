using System;

namespace Shop
{
    /// <summary>An item.</summary>
    public class Item : IPriced
    {
        public const int Max = 10;
        private readonly int count;

        public Item(int count)
        {
            this.count = count;
        }

        public int Count => Twice(count);

        // Sums.
        // All.
        public int Total(int price)
        {
            return Twice(price);
        }

        private static int Twice(int n) => n * 2;
    }

    public interface IPriced
    {
        int Total(int price);
    }

    public enum Kind { A, B = 2 }

    public struct Size { public int W; }

    public delegate int Op(int a, int b);
}
