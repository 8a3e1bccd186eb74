# SPDX-License-Identifier: GPL-2.0-or-later
# A report over a web server's log: fields, associative arrays, regular expressions, formats.
function host(address, parts)
{
    split(address, parts, ".")
    return parts[1] "." parts[2]
}

function percent(a, b)
{
    return b ? 100 * a / b : 0
}

{
    requests++
    day = substr($4, 2, 11)
    days[day]++
    status[$9]++
    if ($10 ~ /^[0-9]+$/) {
        bytes[day] += $10
        squares += $10 * $10
        nets[host($1)] += $10
    }
    path = $7
    sub(/\?.*/, "", path)
    n = split(path, part, "/")
    for (i = 2; i <= n; i++)
        words[tolower(part[i])]++
    if (match($0, /"[^"]*(bot|spider|crawl)[^"]*"$/))
        robots[substr($0, RSTART + 1, 12)]++
    if (gsub(/%[0-9A-F][0-9A-F]/, "_", $7))
        coded++
    longest = length($0) > longest ? length($0) : longest
}

END {
    n = asorti(days, names)
    for (i = 1; i <= n; i++) {
        d = names[i]
        printf "%s %7d %14.0f %6.2f%%\n", d, days[d], bytes[d], percent(days[d], requests)
    }
    n = asorti(words, names)
    for (i = 1; i <= 10 && i <= n; i++)
        print names[i], words[names[i]]
    n = asorti(nets, names, "@val_num_desc")
    for (i = 1; i <= 5; i++)
        printf "%-10s %12d\n", names[i], nets[names[i]]
    n = asorti(robots, names)
    for (i = 1; i <= n; i++)
        print names[i], robots[names[i]]
    printf "%.6e %d %d\n", sqrt(squares / requests), coded, longest
    # Numbers as interpreted code: a sieve and strings made of what it finds.
    for (i = 2; i <= 500000; i++)
        if (!(i in composite)) {
            primes++
            text = substr(text i, 1, 2000)
            for (j = i * i; j <= 500000; j += i)
                composite[j]
        }
    print primes, length(text)
}
