import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;

public class Threads {
    static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

    static long work(int k) {
        long s = 0;
        for (int j = 0; j < 5000000; j++) s += (long) j * k ^ j;
        return s;
    }

    interface Shape { double area(); }
    record Square(double side) implements Shape { public double area() { return side * side; } }
    record Circle(double r) implements Shape { public double area() { return 3 * r * r; } }

    /* Compiled for one class, then another comes: back to the interpreter and compiled again. */
    static double areas(int classes) {
        double sum = 0;
        for (int i = 0; i < 300000; i++) {
            Shape s = i % 1000 < 1000 / classes ? new Square(i % 10) : new Circle(i % 10);
            sum += s.area();
        }
        return sum;
    }

    static int caught(int n) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            try {
                int[] a = i % 3 == 0 ? null : new int[i % 5];
                count += a[3];
                count++;
            } catch (NullPointerException | ArrayIndexOutOfBoundsException e) {
                count += 2;
            }
        }
        return count;
    }

    static long guarded;
    static synchronized void guard(int n) { guarded += n; }

    /* Threads under a lock, in a shared map, and making garbage, all at once. */
    static void contend() throws Exception {
        var map = new ConcurrentHashMap<Integer, Integer>();
        Thread[] threads = new Thread[4];
        for (int t = 0; t < 4; t++) {
            threads[t] = new Thread(() -> {
                List<byte[]> keep = new ArrayList<>();
                for (int i = 0; i < 50000; i++) {
                    guard(i % 3);
                    map.merge(i % 50, 1, Integer::sum);
                    keep.add(new byte[i % 200]);
                    if (keep.size() == 1000) keep.clear();
                }
            });
            threads[t].start();
        }
        for (Thread t : threads) t.join();
        System.out.println(guarded + " " + map.get(7));
    }

    public static void main(String[] args) throws Exception {
        System.out.println(fib(30));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<Long>> parts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            final int k = i;
            parts.add(pool.submit(() -> work(k)));
        }
        long total = 0;
        for (var part : parts) total += part.get();
        pool.shutdown();
        System.out.println(total);
        System.out.println(IntStream.range(0, 100000).parallel().mapToLong(x -> x * x).sum());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) text.append(i);
        System.out.println(text.toString().hashCode() + " " + Math.sin(1));
        System.out.println(String.format("%.3f", Math.PI));
        Map<String, Integer> count = new TreeMap<>();
        for (int i = 0; i < 100000; i++) count.merge("k" + i % 100, 1, Integer::sum);
        System.out.println(count.get("k7"));
        byte[][] garbage = new byte[1000][];
        for (int i = 0; i < 20000; i++) garbage[i % 1000] = new byte[10000];
        System.gc();
        System.out.println(areas(1) + " " + areas(2) + " " + caught(100000));
        contend();
        System.out.println("done");
    }
}
