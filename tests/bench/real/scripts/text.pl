# SPDX-License-Identifier: GPL-2.0-or-later
# Word statistics, a log report, a small parser and a sort: what perl is mostly used for.
use strict;
use warnings;

my ($text, $log) = @ARGV;
my (%count, %pairs, %lengths, $before);

open(my $f, '<', $text) or die "$text: $!";
while (my $line = <$f>) {
    last if $. > 40000;
    chomp $line;
    for my $word (map { lc } $line =~ /([A-Za-z']+)/g) {
        $count{$word}++;
        $pairs{"$before $word"}++ if defined $before;
        $lengths{length $word}++;
        $before = $word;
    }
}
close $f;
my @top = sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count;
print join(' ', map { "$_=$count{$_}" } @top[0 .. 9]), "\n";
my @often = sort { $pairs{$b} <=> $pairs{$a} || $a cmp $b } keys %pairs;
print scalar(@often), " pairs, first '$often[0]'\n";
print join(',', map { "$_:$lengths{$_}" } sort { $a <=> $b } keys %lengths), "\n";

my (%status, %bytes, $redone);
open($f, '<', $log) or die "$log: $!";
while (<$f>) {
    last if $. > 90000;
    next unless m{^(\S+) .* "(\w+) ([^"]*) HTTP/1\.\d" (\d+) (\d+|-)};
    my ($who, $verb, $path, $code, $size) = ($1, $2, $3, $4, $5);
    $status{"$verb $code"}++;
    $bytes{$who} += $size eq '-' ? 0 : $size;
    $path =~ s/%([0-9A-F]{2})/chr hex $1/ge;
    $path =~ tr/a-z/A-Z/;
    $redone += length join '/', reverse split m{/}, $path;
}
close $f;
print join(' ', map { "$_=$status{$_}" } sort keys %status), " $redone\n";
my @heavy = sort { $bytes{$b} <=> $bytes{$a} || $a cmp $b } keys %bytes;
printf "%-16s %12d\n", $_, $bytes{$_} for @heavy[0 .. 4];

# Recursive descent over arithmetic with closures as the compiled form.
my $source;
sub factor;
sub chain {
    my ($next, $operators) = @_;
    my $a = $next->();
    while ($source =~ /\G\s*([$operators])/gc) {
        my ($op, $l) = ($1, $a);
        my $r = $next->();
        $a = $op eq '+' ? sub { $l->($_[0]) + $r->($_[0]) }
           : $op eq '-' ? sub { $l->($_[0]) - $r->($_[0]) }
           :              sub { $l->($_[0]) * $r->($_[0]) % 9973 };
    }
    return $a;
}
sub term { chain(\&factor, '*') }
sub expression { chain(\&term, '+-') }
sub factor {
    if ($source =~ /\G\s*\(/gc) {
        my $e = expression();
        $source =~ /\G\s*\)/gc or die "no )";
        return $e;
    }
    return sub { $_[0] } if $source =~ /\G\s*x/gc;
    $source =~ /\G\s*(\d+)/gc or die "no number";
    my $n = $1;
    return sub { $n };
}
my $sum = 0;
for my $i (1 .. 400) {
    $source = join ' + ', map { "($_ * (x - $i) + x * 3)" } 1 .. 12;
    my $code = expression();
    $sum += $code->($_) for 1 .. 60;
}
print "$sum\n";
my @keys = map { sprintf '%08x', ($_ * 2654435761) & 0xffffffff } 1 .. 150000;
my @sorted = sort { substr($a, 4) cmp substr($b, 4) or $a cmp $b } @keys;
print "$sorted[0] $sorted[-1]\n";
