using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

class Threads
{
    static int Fib(int n) { return n < 2 ? n : Fib(n - 1) + Fib(n - 2); }

    static void Main()
    {
        long total = 0;
        var threads = Enumerable.Range(0, 4).Select(i => new Thread(() => {
            long s = 0;
            for (int j = 0; j < 1000000; j++) s += j * i;
            Interlocked.Add(ref total, s);
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        var count = new Dictionary<string, int>();
        for (int i = 0; i < 100000; i++) {
            int n;
            count.TryGetValue("k" + i % 100, out n);
            count["k" + i % 100] = n + 1;
        }
        GC.Collect();
        Console.WriteLine("{0} {1} {2} {3:F10}", Fib(27), total, count["k7"], Math.Sqrt(2));
    }
}
