<?php
function fib($n) { return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }
$sums = [];
for ($i = 0; $i < 100000; $i++) $sums['k' . $i % 100] = ($sums['k' . $i % 100] ?? 0) + $i;
echo fib(23), "\n", $sums['k7'], "\n", md5('hello'), "\n", json_encode([1, 2.5, 'x' => null]), "\n";
echo preg_replace('/(\w+) (\w+)/', '$2 $1', 'hello world'), "\n", sqrt(2), "\n";

class Node { public $other; public $data; }
function cycles($n) {
    $kept = [];
    for ($i = 0; $i < $n; $i++) {
        $a = new Node; $b = new Node;
        $a->other = $b; $b->other = $a;
        $a->data = str_repeat('x', $i % 50);
        if ($i % 1000 == 0) $kept[] = $a;
    }
    return count($kept);
}
echo cycles(50000), ' ', gc_collect_cycles() >= 0 ? 'collected' : '', "\n";

function numbers($n) { for ($i = 0; $i < $n; $i++) yield $i => $i * 2; }
$total = 0;
foreach (numbers(50000) as $k => $v) $total += $k ^ $v;
$caught = 0;
for ($i = 0; $i < 5000; $i++) {
    try { if ($i % 7 == 0) throw new Exception("$i"); $total += intdiv($i, $i % 3); }
    catch (DivisionByZeroError $e) { $caught++; }
    catch (Exception $e) { $caught += 2; }
}
$mandel = 0;
for ($y = -20; $y < 20; $y++) for ($x = -30; $x < 10; $x++) {
    $a = $b = 0.0;
    for ($i = 0; $i < 50 && $a * $a + $b * $b < 4; $i++) {
        [$a, $b] = [$a * $a - $b * $b + $x / 20, 2 * $a * $b + $y / 20];
    }
    $mandel += $i;
}
preg_match_all('/(a|b)*c\d+(?=x)/', str_repeat('ababc12x ', 500), $m);
echo "$total $caught $mandel ", count($m[0]), "\n";
