#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs language runtimes (their JIT compilers, threads and collectors) of a foreign tree under
dragoman and the same scripts in the native tree, and compares output and exit status.

usage: runtimes.py [--rounds N] DRAGOMAN FOREIGN_TREE NATIVE_TREE [CASE...]

Trees: mmdebstrap --variant=extract --arch=arm64 (amd64) --include=PACKAGES bookworm TREE,
where PACKAGES is what `runtimes.py --packages` prints. Must be root; each run has namespaces
of its own.
With --rounds everything runs N times, natively only the first time.
Prints a line per case with both wall times, then `N passed, N failed`.
"""
import argparse
import os
import subprocess
import sys
import time

TIMEOUT = 600
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "runtimes")
PACKAGES = ("bash,coreutils,dash,nodejs,openjdk-17-jdk-headless,golang-go,luajit,ruby,php-cli,"
            "python3,sbcl,guile-3.0,mono-mcs,mono-runtime,erlang-base,gcc,libc6-dev,make,git,"
            "busybox-static")
GO = "cd /tmp && export GOCACHE=/tmp/gc GO111MODULE=off && go build -o t c/threads.go && ./t"
MONO = "cd /tmp && mono /usr/lib/mono/4.5/mcs.exe -out:t.exe c/Threads.cs && mono t.exe"
ERLANG = "cd /tmp && erlc c/processes.erl && erl -noshell -s processes main"
PHP_JIT = ["-d", "opcache.enable_cli=1", "-d", "opcache.jit_buffer_size=32M", "-d",
           "opcache.jit=tracing", "-d", "zend_extension=opcache"]
BUSYBOX = 'seq 1000 | busybox awk "{s+=\\$1} END{print s}"; busybox md5sum /etc/passwd'
CASES = {
    "node": ["node", "/tmp/c/threads.js"],
    "java": ["{java}", "/tmp/c/Threads.java"],
    "java-client": ["{java}", "-XX:TieredStopAtLevel=1", "/tmp/c/Threads.java"],
    "java-server": ["{java}", "-XX:-TieredCompilation", "/tmp/c/Threads.java"],
    "go": ["/bin/sh", "-c", GO],
    "luajit": ["luajit", "/tmp/c/loops.lua"],
    "ruby": ["ruby3.1", "/tmp/c/threads.rb"],
    "php": ["php8.2"] + PHP_JIT + ["/tmp/c/basics.php"],
    "erlang": ["/bin/sh", "-c", ERLANG],
    "sbcl": ["sbcl", "--script", "/tmp/c/basics.lisp"],
    "guile": ["guile-3.0", "/tmp/c/parallel.scm"],
    "mono": ["/bin/sh", "-c", MONO],
    "python": ["python3", "/tmp/c/modules.py"],
    "busybox": ["/bin/sh", "-c", BUSYBOX],
}
ENTER = """R=$1 C=$2 E=$3; shift 3
mount --rbind /proc $R/proc && mount --rbind /dev $R/dev && mount -t tmpfs none $R/tmp || exit 99
mkdir $R/tmp/c && cp $C/* $R/tmp/c && cp $E $R/tmp/dragoman || exit 99
exec chroot $R "$@"
"""


def run(tree, emulator, emulated, command):
    arch = "arm64" if emulated else "amd64"
    java = f"/usr/lib/jvm/java-17-openjdk-{arch}/bin/java"
    command = [java if c == "{java}" else c for c in command]
    if not command[0].startswith("/"):
        command[0] = "/usr/bin/" + command[0]
    env = {"PATH": "/usr/lib/go-1.19/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/tmp",
           "LC_ALL": "C.UTF-8"}
    env.update({k: v for k, v in os.environ.items() if k.startswith("DRAGOMAN_")})
    start = time.time()
    p = subprocess.run(["unshare", "-Urmpf", "--mount-proc", "sh", "-c", ENTER, "sh", tree, HERE,
                        emulator] + (["/tmp/dragoman"] if emulated else []) + command,
                       capture_output=True, env=env, timeout=TIMEOUT)
    return p.returncode, p.stdout, p.stderr, time.time() - start


def prepare(tree):
    for name in ("tmp", "proc", "dev"):
        os.makedirs(os.path.join(tree, name), exist_ok=True)
    if not os.path.exists(os.path.join(tree, "bin/sh")):
        os.symlink("dash", os.path.join(tree, "bin/sh"))


def check(name, want, foreign, emulator):
    """Runs a case of the foreign tree; True if it is what the native run was."""
    try:
        got = run(foreign, emulator, True, list(CASES[name]))
    except subprocess.TimeoutExpired:
        got = (None, b"", b"timeout", TIMEOUT)
    ok = want[:2] == got[:2]
    times = f"native {want[3]:6.2f} s, here {got[3]:6.2f} s"
    print("ok  " if ok else "FAIL", f"{name:12}", times, flush=True)
    if not ok:
        print("  native", want[0], want[1][-300:], want[2][-300:])
        print("  here  ", got[0], got[1][-300:], got[2][-600:], flush=True)
    return ok


def main():
    if sys.argv[1:] == ["--packages"]:
        print(PACKAGES)
        return 0
    ap = argparse.ArgumentParser(usage=__doc__)
    ap.add_argument("--rounds", type=int, default=1)
    ap.add_argument("emulator")
    ap.add_argument("foreign")
    ap.add_argument("native")
    ap.add_argument("case", nargs="*", default=list(CASES))
    args = ap.parse_args()
    prepare(args.foreign)
    prepare(args.native)
    want, results = {}, []
    for _ in range(args.rounds):
        for name in args.case:
            if name not in want:
                want[name] = run(args.native, args.emulator, False, list(CASES[name]))
            results.append(check(name, want[name], args.foreign, args.emulator))
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return not all(results)


if __name__ == "__main__":
    sys.exit(main())
