#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs real distribution programs in a foreign tree under dragoman and in the native tree, and
compares output and exit status.

usage: compare.py DRAGOMAN FOREIGN_TREE NATIVE_TREE [-e ENGINE] [-k NAME]

Both trees hold the same packages (python3 perl gawk bc sqlite3 openssl xz-utils bzip2 bash ...).
The emulator is copied into the foreign tree as /dragoman and run by chroot, so no binfmt_misc entry
is needed. Must be root (a user namespace will do). Prints a line per case, then `N passed, N
failed`.
"""
import argparse
import os
import shutil
import subprocess
import sys

PYTHON = """
import json, math, hashlib, zlib, sqlite3
d = {"a": [1, 2.5, None, True], "b": {"c": "text \\u00e9"}}
print(json.dumps(json.loads(json.dumps(d)), sort_keys=True))
print(math.pi, math.e, math.sqrt(2), math.gamma(5.5), math.fsum([.1] * 10), math.log1p(1e-9))
for n in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b"):
    print(n, hashlib.new(n, b"dragoman" * 1000).hexdigest())
z = zlib.compress(bytes(range(256)) * 100, 9)
print(len(z), zlib.crc32(z), zlib.adler32(zlib.decompress(z)))
c = sqlite3.connect(":memory:")
c.execute("create table t(a integer, b real)")
c.executemany("insert into t values(?, ?)", [(i, i ** .5) for i in range(1000)])
print(c.execute("select count(*), sum(a), round(avg(b), 9) from t where a % 7 = 3").fetchall())
print(sorted({x * x % 97 for x in range(1000)})[:20], 2 ** 200, -7 // 3, divmod(-7, 3))
print([float.hex(x) for x in (0.1, 1e-320, 1e308 * 10, -0.0)], round(2.675, 2), 1e16 + 1)
"""
PERL = r"""
use strict; use warnings; use List::Util qw(sum max); use POSIX qw(floor ceil);
my %h; $h{$_ % 13} += $_ for 1 .. 10000;
print join(",", map { "$_=$h{$_}" } sort { $a <=> $b } keys %h), "\n";
print sum(map { $_ ** 2 } 1 .. 100), " ", max(3, 9, 4), " ", floor(-2.5), ceil(-2.5), "\n";
my $s = "The quick brown fox" x 3; (my $t = $s) =~ s/(\w+) (\w+)/$2 $1/g; print "$t\n";
printf "%.15g %e %s\n", 1 / 3, 12345.678, 1e21; print scalar reverse("stressed"), "\n";
print join(" ", map { sprintf "%08b", $_ } 0, 5, 255), " ";
print 10 % 3, " ", -10 % 3, " ", 2 ** 63, "\n";
"""
BASH = r"""
for ((i = 0; i < 20; i++)); do printf '%d:%x ' $i $((i * i)); done; echo
s=hello; echo ${s^^} ${s:1:3} ${#s} ${s/l/L} {a..e}{1..2} $((2 ** 40 % 1000)) $((16#ff))
declare -A m=([x]=1 [y]=2); echo ${m[x]} ${m[y]} ${#m[@]}; a=(3 1 2); echo ${a[@]:1}
case abc in a*) echo yes;; esac; [[ foo =~ ^f(o+)$ ]] && echo ${BASH_REMATCH[1]}
f() { local x=$1; ((x <= 1)) && echo 1 || echo $((x * $(f $((x - 1))))); }; f 10
read -r x y <<< "1 two"; echo $y; printf '%s|%5.2f|%q\n' str 3.14159 'a b'; (exit 3); echo $?
"""

CASES = {
    "python": (["python3", "-c", PYTHON], b""),
    "perl": (["perl", "-e", PERL], b""),
    "awk": (["gawk", '{ s += $1 * $1; c[$1 % 7]++ } END { print s, exp(1), sin(2), c[3]; '
             'printf "%.10g %s\\n", log(10), substr("substring", 4, 3) }'],
            b"".join(b"%d\n" % i for i in range(5000))),
    "bc": (["bc", "-lq"], b"scale=60\n4*a(1)\ne(1)\n2^300\nsqrt(2)\ns(1)/c(1)\n"),
    "sqlite3": (["sqlite3", ":memory:",
                 "with recursive n(x) as (select 1 union all select x+1 from n where x<20000) "
                 "select count(*), sum(x*x), avg(x), max(x%97), round(sqrt(2),12) from n;"], b""),
    "openssl": (["openssl", "dgst", "-sha512"], b"data " * 50000),
    "openssl-aes": (["openssl", "enc", "-aes-256-cbc", "-K", "0" * 64,
                     "-iv", "1" * 32], b"plain text " * 9000),
    "openssl-sha1": (["openssl", "dgst", "-sha1"], b"x" * 300001),
    "openssl-chacha": (["openssl", "enc", "-chacha20", "-K", "2" * 64, "-iv", "3" * 32],
                       b"stream " * 9000),
    "xz": (["xz", "-T1", "-6", "-c"], b"the quick brown fox jumps " * 20000),
    "bzip2": (["bzip2", "-9", "-c"], b"over the lazy dog 0123456789 " * 20000),
    "bash": (["bash", "-c", BASH], b""),
    "sort": (["sort", "-n"], b"".join(b"%d\n" % (i * 7919 % 10007) for i in range(10000))),
    "lua": (["lua5.4", "-e", "local t={} for i=1,1000 do t[i]=math.sin(i)*i end table.sort(t)"
             " print(t[1],t[500],#t, string.format('%g %5.1f',1e100,2.25),"
             " 7//2, 7/2, 1<<62)"], b""),
    "jq": (["jq", "-c", "[.[] | {a: (.x * 2), b: (.s | length)}] | sort_by(.a)"],
           b'[{"x":3,"s":"abc"},{"x":1.5,"s":"d\xc3\xa9f"}]'),
    "cc1": (["gcc", "-E", "-dM", "-x", "c", "/dev/null", "-o", "/dev/null"], b""),
}
SMALL = ("awk", "bc", "bash", "sqlite3")


def program(tree, name):
    return next(p for p in (f"/usr/bin/{name}", f"/bin/{name}") if os.path.exists(tree + p))


def run(tree, command, data):
    env = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    for name in ("DRAGOMAN_ENGINE", "DRAGOMAN_HOST_FEATURES"):
        if name in os.environ:
            env[name] = os.environ[name]
    p = subprocess.run(command, input=data, capture_output=True, env=env, timeout=600,
                       preexec_fn=lambda: (os.chroot(tree), os.chdir("/")))
    return p.returncode, p.stdout, p.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dragoman")
    parser.add_argument("foreign")
    parser.add_argument("native")
    parser.add_argument("-e", "--engine", help="DRAGOMAN_ENGINE for the run")
    parser.add_argument("-k", "--case", action="append", help="only this case")
    parser.add_argument("--small", action="store_true", help="only the small cases")
    args = parser.parse_args()
    if args.engine:
        os.environ["DRAGOMAN_ENGINE"] = args.engine
    shutil.copy2(args.dragoman, os.path.join(args.foreign, "dragoman"))
    passed = failed = 0
    for name, (command, data) in CASES.items():
        if (args.case and name not in args.case) or (args.small and name not in SMALL):
            continue
        command = [program(args.foreign, command[0])] + command[1:]
        want = run(args.native, command, data)
        try:
            got = run(args.foreign, ["/dragoman"] + command, data)
        except subprocess.TimeoutExpired:
            got = (None, b"", b"timeout")
        ok = want[:2] == got[:2]
        passed, failed = passed + ok, failed + (not ok)
        print("ok  " if ok else "FAIL", name)
        if not ok:
            print("  exit", want[0], got[0], got[2][-300:].decode(errors="replace"))
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
