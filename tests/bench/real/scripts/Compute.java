// SPDX-License-Identifier: GPL-2.0-or-later
// Objects, interfaces, strings, collections, streams and numbers, long enough that both compilers
// and the collector take part.
import java.util.*;
import java.util.stream.*;

public class Compute {
    interface Shape { double area(); default double twice() { return 2 * area(); } }
    record Circle(double r) implements Shape { public double area() { return Math.PI * r * r; } }
    record Box(double a, double b) implements Shape { public double area() { return a * b; } }
    static final class Ring implements Shape {
        private final Circle outer, inner;
        Ring(double a, double b) { outer = new Circle(a); inner = new Circle(b); }
        public double area() { return outer.area() - inner.area(); }
    }

    static int random = 12345;
    static int next() {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        return random & 0x7fffffff;
    }

    static String shapes(int count) {
        double sum = 0;
        for (int round = 0; round < 40; round++) {
            List<Shape> list = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                double a = next() % 100 / 10.0;
                list.add(switch (next() % 3) {
                    case 0 -> new Circle(a);
                    case 1 -> new Box(a, a + 1);
                    default -> new Ring(a + 2, a);
                });
            }
            for (Shape s : list)
                sum += s.twice();
        }
        return String.format("%.3f", sum);
    }

    static String words(int count) {
        Map<String, Integer> seen = new HashMap<>();
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < count; i++) {
            b.setLength(0);
            for (int k = 2 + next() % 3; k > 0; k--)
                b.append("bcdfglmnprst".charAt(next() % 12)).append("aeiou".charAt(next() % 5));
            seen.merge(b.toString(), 1, Integer::sum);
        }
        String top = seen.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(3).map(Object::toString).collect(Collectors.joining(" "));
        return seen.size() + " " + top;
    }

    static long matrix(int n) {
        double[][] a = new double[n][n], b = new double[n][n], c = new double[n][n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                a[i][j] = (i * 7 + j) % 13;
                b[i][j] = (i + j * 3) % 11;
            }
        for (int i = 0; i < n; i++)
            for (int k = 0; k < n; k++) {
                double x = a[i][k];
                for (int j = 0; j < n; j++)
                    c[i][j] += x * b[k][j];
            }
        double sum = 0;
        for (double[] row : c)
            for (double v : row)
                sum += v;
        return (long) sum;
    }

    static int queens(int n, int row, int columns, int left, int right) {
        if (row == n)
            return 1;
        int found = 0;
        for (int free = ~(columns | left | right) & ((1 << n) - 1); free != 0; free &= free - 1) {
            int bit = free & -free;
            found += queens(n, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1);
        }
        return found;
    }

    static long trees(int depth, int rounds) {
        long sum = 0;
        for (int i = 0; i < rounds; i++)
            sum += count(build(depth));
        return sum;
    }
    record Tree(Tree left, Tree right) { }
    static Tree build(int depth) {
        return depth == 0 ? new Tree(null, null) : new Tree(build(depth - 1), build(depth - 1));
    }
    static int count(Tree t) {
        return t.left() == null ? 1 : 1 + count(t.left()) + count(t.right());
    }

    static long machine(int steps) {
        int[] code = IntStream.range(0, 512).map(i -> next() % 8).toArray();
        long a = 1, b = 2;
        int errors = 0;
        for (int i = 0; i < steps; i++) {
            try {
                switch (code[i & 511]) {
                    case 0: a += b; break;
                    case 1: b ^= a << 3; break;
                    case 2: a = a * 31 + 7; break;
                    case 3: b = b % (a & 1023); break;
                    case 4: long t = a; a = b; b = t; break;
                    case 5: b += Long.bitCount(a); break;
                    case 6: a = Long.rotateLeft(a, 9); break;
                    default: if ((a & 0xfff) == 0) throw new IllegalStateException();
                }
            } catch (ArithmeticException | IllegalStateException e) {
                errors++;
                b++;
            }
        }
        return (a ^ b) + errors;
    }

    static long sorting(int n) {
        Integer[] boxed = new Integer[n];
        for (int i = 0; i < n; i++)
            boxed[i] = next();
        Arrays.sort(boxed, Comparator.<Integer>comparingInt(x -> x & 0xffff).thenComparing(x -> x));
        PriorityQueue<Integer> queue = new PriorityQueue<>(Arrays.asList(boxed));
        long sum = 0;
        for (int i = 0; i < n / 2; i++)
            sum = sum * 31 + queue.poll();
        return sum;
    }

    public static void main(String[] args) {
        System.out.println(shapes(150000));
        System.out.println(words(1500000));
        System.out.println(matrix(1100));
        System.out.println(queens(13, 0, 0, 0, 0));
        System.out.println(trees(18, 40));
        System.out.println(machine(120000000));
        System.out.println(sorting(600000));
    }
}
