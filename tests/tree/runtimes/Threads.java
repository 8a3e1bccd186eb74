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
        System.out.println("done");
    }
}
