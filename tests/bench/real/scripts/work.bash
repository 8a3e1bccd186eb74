# SPDX-License-Identifier: GPL-2.0-or-later
# bash's own means: arrays, associative arrays, patterns, regular expressions, arithmetic loops.
set -eu
text=$1

sieve() {
    local -a composite=()
    local i j n=$1 found=0
    for ((i = 2; i <= n; i++)); do
        [[ -n ${composite[i]-} ]] && continue
        ((++found))
        for ((j = i * i; j <= n; j += i)); do
            composite[j]=1
        done
    done
    echo "primes $found"
}

count_words() {
    local -A seen=()
    local -a words
    local line word n=0
    while read -ra words; do
        for word in "${words[@]}"; do
            word=${word//[^a-zA-Z]/}
            [[ -n $word ]] || continue
            seen[${word,,}]=$((${seen[${word,,}]-0} + 1))
        done
        ((++n < 10000)) || break
    done < "$text"
    local most='' top=0
    for word in "${!seen[@]}"; do
        if ((seen[$word] > top)) || { ((seen[$word] == top)) && [[ $word < $most ]]; }; then
            top=${seen[$word]} most=$word
        fi
    done
    echo "words ${#seen[@]} $most $top"
}

quick() {
    local -a low=() high=()
    local pivot=$1 x
    shift
    for x; do
        if ((x < pivot)); then low+=("$x"); else high+=("$x"); fi
    done
    ((${#low[@]} > 1)) && { quick "${low[@]}"; low=("${sorted[@]}"); }
    ((${#high[@]} > 1)) && { quick "${high[@]}"; high=("${sorted[@]}"); }
    sorted=(${low[@]+"${low[@]}"} "$pivot" ${high[@]+"${high[@]}"})
}

matches() {
    local line n=0 sum=0 re='^([A-Za-z]+) ([a-z]+) .*([aeiou][^aeiou ]+)[,.]?$'
    while read -r line; do
        if [[ $line =~ $re ]]; then
            ((sum += ${#BASH_REMATCH[1]} * ${#BASH_REMATCH[3]}))
        fi
        ((++n < 16000)) || break
    done < "$text"
    echo "matches $sum"
}

sieve 150000
count_words
declare -a numbers=() sorted=()
x=1
for ((i = 0; i < 3000; i++)); do
    ((x = (x * 1103515245 + 12345) & 0x7fffffff))
    numbers+=($((x >> 8)))
done
quick "${numbers[@]}"
echo "sorted ${sorted[0]} ${sorted[-1]} ${#sorted[@]}"
matches
s=
for ((i = 0; i < 60000; i++)); do
    printf -v part '%05d:%x' "$i" $((i * i))
    s=${s: -200}$part
    case $part in *ff*) s=${s/0/o} ;; esac
done
echo "$s"
for ((i = 0; i < 300; i++)); do
    part=$(printf '%s' "${s:i % 100:20}")
done
echo "$part"
