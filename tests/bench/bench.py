#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark: own programs natively, under dragoman and under the usual tool, by CPU time.

usage: bench.py DRAGOMAN [--build FOLDER] [-n RUNS] [--only NAME,...] [--features LEVEL]
                [--qemu FILE|none] [--trees NATIVE GUEST] [--against FILE]
                [--json FILE] [--svg FILE]

Programs are the C files of the folders here, built for both sides, and a generated one of 4000
functions; each prints a checksum that must be the same. `crypto` is openssl of two Debian trees
(tests/bench/real/run.py says how they are made). Runs alternate; the least user and system time of
a process and all that it waited for counts. Prints a table with geometric means of the groups,
writes JSON and a plot of the ratios, beside those of an earlier JSON file with --against. More
options can stand in BENCH_OPTIONS, for `ninja bench`. Ends with 1 if a checksum differs.
"""
import argparse
import concurrent.futures
import datetime
import glob
import hashlib
import json
import math
import os
import shlex
import shutil
import subprocess
import sys

import plot

HERE = os.path.dirname(os.path.abspath(__file__))
GROUPS = ("integer", "float", "call", "simd", "large", "library", "system")
FLAGS = ["-std=gnu11", "-ffp-contract=off", "-Wno-infinite-recursion", "-static", "-I", HERE]
LEVELS = {"float/vector": "-O3", "large/callgraph": "-O1"}
FUNCTIONS = "4000"
KEY, LONG_KEY, IV = "0123456789abcdef" * 2, "0123456789abcdef" * 4, "00112233445566778899aabb"
MAC = "mac -macopt hexkey:"
CRYPTO = {  # {small} and {large} are files of zeros
    "openssl-sha256": "dgst -sha256 {small}",
    "openssl-sha512": "dgst -sha512 {small}",
    "openssl-ctr": f"enc -bufsize 262144 -aes-128-ctr -K {KEY} -iv {IV}00000000 -in {{large}}",
    "openssl-cmac": f"{MAC}{KEY} -cipher AES-128-CBC -in {{small}} CMAC",
    "openssl-gmac": f"{MAC}{KEY} -macopt hexiv:{IV} -cipher AES-128-GCM -in {{large}} GMAC",
    "openssl-chacha": f"enc -bufsize 262144 -chacha20 -K {LONG_KEY} -iv {KEY} -in {{large}}",
    "openssl-poly1305": f"{MAC}{LONG_KEY} -in {{large}} POLY1305",
}
CRYPTO_FILES = {"small": 192 << 20, "large": 384 << 20}


def programs():
    """Group and name of each program, in the order of the table."""
    out = []
    for group in GROUPS:
        names = {os.path.splitext(os.path.basename(p))[0]
                 for p in glob.glob(os.path.join(HERE, group, "*.c"))}
        if group == "large":
            names.add("callgraph")
        out += [(group, n) for n in sorted(names)]
    return out


def source_of(group, name, folder):
    """The C file of a program, made if it is a generated one."""
    if name != "callgraph":
        return os.path.join(HERE, group, name + ".c")
    generator, path = os.path.join(HERE, group, "callgraph.py"), os.path.join(folder, name + ".c")
    if not newer(path, [generator]):
        text = subprocess.run([sys.executable, generator, FUNCTIONS], check=True,
                              capture_output=True).stdout
        with open(path, "wb") as f:
            f.write(text)
    return path


def newer(path, sources):
    return os.path.exists(path) and all(os.path.getmtime(path) > os.path.getmtime(s)
                                        for s in sources)


def build(chosen, folder, guest_cc):
    """Builds the chosen programs for both sides where their sources are newer."""
    headers = [os.path.join(HERE, h) for h in ("bench.h", "simd/vec.h")] + [__file__]
    jobs = []
    for side, compiler in (("native", ["gcc", "-msse4.1"]), ("guest", [guest_cc])):
        for group, name in chosen:
            os.makedirs(os.path.join(folder, side, group), exist_ok=True)
            out = os.path.join(folder, side, group, name)
            source = source_of(group, name, folder)
            if not newer(out, [source, *headers]):
                level = LEVELS.get(f"{group}/{name}", "-O2")
                jobs.append([*compiler, *FLAGS, level, source, "-o", out, "-lm", "-lpthread"])
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda j: subprocess.run(j, check=True), jobs))


def run(command, environment):
    """Runs a command: its exit status, CPU seconds, and a digest of what it wrote."""
    out, into = os.pipe()
    with subprocess.Popen(command, stdout=into, stderr=subprocess.DEVNULL, env=environment,
                          stdin=subprocess.DEVNULL) as p:
        os.close(into)
        digest = hashlib.blake2b()
        with os.fdopen(out, "rb") as f:
            while data := f.read(1 << 20):
                digest.update(data)
        _, status, usage = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
    return p.returncode, usage.ru_utime + usage.ru_stime, digest.hexdigest()[:16]


def commands(group, name, folder, args):
    """The command of a program per side: native, dragoman, and the usual tool if there is one."""
    tools = {"dragoman": [os.path.abspath(args.dragoman)]}
    if args.qemu:
        tools["qemu"] = [args.qemu]
    if group != "crypto":
        out = {"native": [os.path.join(folder, "native", group, name)]}
        guest = [os.path.join(folder, "guest", group, name)]
        return out | {side: tool + guest for side, tool in tools.items()}
    native, guest = map(os.path.abspath, args.trees)
    files = {f: os.path.join(folder, f) for f in CRYPTO_FILES}
    rest = shlex.split(CRYPTO[name].format_map(files))
    libraries = f"{native}/usr/lib/x86_64-linux-gnu:{native}/lib/x86_64-linux-gnu"
    out = {"native": [f"{native}/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", "--library-path",
                      libraries, f"{native}/usr/bin/openssl", *rest]}
    return out | {side: [*tool, "-L", guest, f"{guest}/usr/bin/openssl", *rest]
                  for side, tool in tools.items()}


def measure(group, name, folder, args):
    """Alternates the sides; their CPU times, statuses and digests."""
    plain = dict(os.environ, OPENSSL_CONF="/dev/null", LC_ALL="C")
    plain.pop("DRAGOMAN_HOST_FEATURES", None)
    ours = dict(plain, DRAGOMAN_HOST_FEATURES=args.features) if args.features else plain
    entry = {"group": group, "name": name, "cpu": {}, "failed": {}}
    want = None
    for i in range(args.runs):
        for side, command in commands(group, name, folder, args).items():
            if side == "qemu" and i >= args.qemu_runs:
                continue
            status, cpu, digest = run(command, ours if side == "dragoman" else plain)
            want = want or (status, digest)
            if (status, digest) != want or (side == "native" and status != 0):
                entry["failed"][side] = f"status {status}" if status else "checksum differs"
            entry["cpu"][side] = min(cpu, entry["cpu"].get(side, cpu))
    return entry


def ratio(entry, side):
    if not entry or side not in entry["cpu"] or side in entry["failed"]:
        return None
    return entry["cpu"][side] / max(entry["cpu"]["native"], 1e-6)


def mean(values):
    values = [v for v in values if v]
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def cell(value, form="8.2f"):
    return format(value, form) if value else " " * (int(form.split(".")[0]) - 1) + "-"


def line(label, cpu, ratios):
    return (f"{label:22} " + " ".join(cell(c, "8.3f") for c in cpu) + " |"
            + " ".join(cell(r) for r in ratios))


def ratios_of(entry, before, sides):
    """Ratios of the sides to native, and the earlier one of dragoman's."""
    old = before.get((entry["group"], entry["name"]))
    return [ratio(entry, s) for s in sides] + ([ratio(old, "dragoman")] if before else [])


class Table:
    """Prints programs as they are measured, and the means of each group and of all."""

    def __init__(self, before, sides):
        self.before, self.sides, self.rows = before, sides, []
        self.series = sides + (["dragoman, before"] if before else [])
        self.columns = ["native", *sides]
        print(f"{'CPU seconds | ratios':22} " + " ".join(f"{c:>8}" for c in self.columns) + " |"
              + " ".join(f"{c:>8}" for c in sides + (["before"] if before else [])))

    def mean(self, label, rows):
        means = [mean(column) for column in zip(*(ratios for _, ratios in rows))]
        print(line(label + ", mean", [None] * len(self.columns), means), flush=True)

    def end_group(self):
        if self.rows:
            self.mean(*self.rows[-1])

    def add(self, entry):
        if not self.rows or self.rows[-1][0] != entry["group"]:
            self.end_group()
            self.rows.append((entry["group"], []))
        ratios = ratios_of(entry, self.before, self.sides)
        self.rows[-1][1].append((entry["name"], ratios))
        failed = " ".join(f"{s}: {why}" for s, why in entry["failed"].items())
        print(line("  " + entry["name"], [entry["cpu"].get(c) for c in self.columns], ratios),
              failed, flush=True)

    def end(self):
        self.end_group()
        self.mean("all", [row for _, rows in self.rows for row in rows])


def read(path):
    with open(path, encoding="utf-8") as f:
        return {(e["group"], e["name"]): e for e in json.load(f)["programs"]}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dragoman")
    parser.add_argument("--build", default="build/bench", help="folder for the programs")
    parser.add_argument("--guest-cc", default="aarch64-linux-gnu-gcc")
    parser.add_argument("-n", "--runs", type=int, default=3)
    parser.add_argument("--qemu-runs", type=int, default=1)
    parser.add_argument("--only", default="", help="groups or names")
    parser.add_argument("--features", help="DRAGOMAN_HOST_FEATURES for dragoman: avx2, sse4.1")
    parser.add_argument("--qemu", help="the usual tool (default: one in PATH), or none")
    parser.add_argument("--trees", nargs=2, metavar=("NATIVE", "GUEST"), help="for openssl")
    parser.add_argument("--against", metavar="FILE", help="an earlier JSON file to compare with")
    parser.add_argument("--json", help="default FOLDER/bench.json")
    parser.add_argument("--svg", help="default FOLDER/bench.svg")
    args = parser.parse_args(sys.argv[1:] + shlex.split(os.environ.get("BENCH_OPTIONS", "")))
    if not args.qemu:
        args.qemu = shutil.which("qemu-aarch64-static") or shutil.which("qemu-aarch64")
    if args.qemu == "none":
        args.qemu = None
    return args


def choose(args, folder):
    """The programs to run, and what openssl reads."""
    only = set(filter(None, args.only.split(",")))
    chosen = programs()
    if args.trees:
        chosen += [("crypto", n) for n in CRYPTO]
        for name, size in CRYPTO_FILES.items():
            with open(os.path.join(folder, name), "w+b") as f:
                f.truncate(size)
                while f.read(1 << 20):  # so that no run is the first that reads it
                    pass
    else:
        print("crypto is left out: no --trees")
    return [(g, n) for g, n in chosen if not only or g in only or n in only]


def main():
    args = arguments()
    folder = os.path.abspath(args.build)
    os.makedirs(folder, exist_ok=True)
    before = read(args.against) if args.against else {}
    chosen = choose(args, folder)
    build([c for c in chosen if c[0] != "crypto"], folder, args.guest_cc)
    table = Table(before, ["dragoman", "qemu"] if args.qemu else ["dragoman"])
    now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="minutes")
    entries = []
    for group, name in chosen:
        entries.append(measure(group, name, folder, args))
        table.add(entries[-1])
        with open(args.json or os.path.join(folder, "bench.json"), "w", encoding="utf-8") as f:
            json.dump({"date": now, "features": args.features, "runs": args.runs,
                       "load": os.getloadavg(), "programs": entries}, f, indent=1)
    table.end()
    plot.draw(args.svg or os.path.join(folder, "bench.svg"),
              f"CPU time, times native, {now} {args.features or ''}", table.series, table.rows)
    return any(side != "qemu" for e in entries for side in e["failed"])


if __name__ == "__main__":
    sys.exit(main())
