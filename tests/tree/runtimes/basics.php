<?php
function fib($n) { return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }
$sums = [];
for ($i = 0; $i < 100000; $i++) $sums['k' . $i % 100] = ($sums['k' . $i % 100] ?? 0) + $i;
echo fib(23), "\n", $sums['k7'], "\n", md5('hello'), "\n", json_encode([1, 2.5, 'x' => null]), "\n";
echo preg_replace('/(\w+) (\w+)/', '$2 $1', 'hello world'), "\n", sqrt(2), "\n";
