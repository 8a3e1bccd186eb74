using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection.Emit;
using System.Threading;

class Threads
{
    static int Fib(int n) { return n < 2 ? n : Fib(n - 1) + Fib(n - 2); }

    static int Caught(int n)
    {
        int count = 0;
        for (int i = 0; i < n; i++) {
            try {
                if (i % 3 == 0) throw new InvalidOperationException();
                string s = i % 5 == 0 ? null : "x";
                count += s.Length;
            } catch (InvalidOperationException) { count += 2; }
            catch (NullReferenceException) { count += 3; }
        }
        return count;
    }

    /* Methods made at run time. */
    static int Emitted()
    {
        int sum = 0;
        for (int i = 0; i < 200; i++) {
            var method = new DynamicMethod("m" + i, typeof(int), new[] {typeof(int)});
            var il = method.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Ret);
            sum += ((Func<int, int>)method.CreateDelegate(typeof(Func<int, int>)))(3);
        }
        return sum;
    }

    static void Main()
    {
        long total = 0;
        var threads = Enumerable.Range(0, 4).Select(i => new Thread(() => {
            long s = 0;
            for (int j = 0; j < 1000000; j++) s += j * i;
            var keep = new object[500];
            for (int j = 0; j < 100000; j++) keep[j % 500] = new int[j % 40];
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
        Console.WriteLine("{0} {1}", Caught(3000), Emitted());
    }
}
