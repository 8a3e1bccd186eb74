#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Real programs natively and under dragoman (and the usual tool): CPU time, ratios, peak memory.

usage: run.py --native TREE --guest TREE --dragoman FILE [--qemu FILE] [-n RUNS] [--only NAME,...]
              [--features LEVEL] [--cache] [--inputs FOLDER] [--json FILE]
       run.py --packages amd64|arm64 | --list | --show FILE

Trees: mmdebstrap --variant=extract --arch=ARCH --include=PACKAGES bookworm TREE, for amd64 and
arm64, where PACKAGES is what `run.py --packages ARCH` prints: the same programs in both, and in the
amd64 tree a cc1 that makes arm64 code, so that both sides do the same work. gcc and
aarch64-linux-gnu-gcc build the program with threads.

Runs alternate (native, dragoman, the usual tool, native ...), each in a chroot of the tree, all in
namespaces of their own: needs root, or a user namespace. A command's CPU time is user and system
time of it and all that it waited for; the least of RUNS counts. `openssl-*` compare what
`openssl speed` reports per second of CPU time, blocks of 16384 bytes (rsa2048: signatures;
verifications are in the JSON). With --cache dragoman keeps translations in a folder that is empty
at first (-cache), so all but its first run have them, and there is one workload more, `starts`.
`threads-*` compare scaling: wall time on one core over wall time on
two, which wants an idle machine. What a command writes must be equal on both sides. Peak memory is
the largest process's, and never under the runner's own (some 12 MB). Ends with 1 if a program
fails or outputs differ; targets missed are marked only.
"""
import argparse
import datetime
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import make
from workloads import CACHED, CPU, PREVIOUS, SCALING, SPEED, WORKLOADS

PACKAGES = ("libc-bin,bash,coreutils,dash,python3,perl,gawk,sqlite3,git,openssl,zstd,xz-utils,"
            "bzip2,gzip,cpp-12,nodejs,openjdk-17-jre-headless")
NATIVE_PACKAGES = "cpp-12-aarch64-linux-gnu"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "LC_ALL": "C.UTF-8", "TZ": "UTC",
               "PYTHONHASHSEED": "0", "GIT_CONFIG_COUNT": "1",
               "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
FOLDER = "/tmp/in"
NATIVE = {"cc1": "/usr/lib/gcc-cross/aarch64-linux-gnu/12/cc1", "threads": "threads-native",
          "java": "/usr/lib/jvm/java-17-openjdk-amd64/bin/java"}
GUEST = {"cc1": "/usr/lib/gcc/aarch64-linux-gnu/12/cc1", "threads": "threads-guest",
         "java": "/usr/lib/jvm/java-17-openjdk-arm64/bin/java"}
MODULES = "import json, re, math, heapq, functools, dataclasses, hashlib, multiprocessing.pool"


class Side:
    """One way of running a program: in a tree, by a command before the program's."""

    def __init__(self, name, tree, names, runner=None, features=None, cache=False):
        self.name, self.tree, self.names = name, os.path.abspath(tree), names
        self.before, self.environment = [], dict(ENVIRONMENT)
        if runner:
            shutil.copy(runner, os.path.join(tree, "tmp", name))
            self.before = ["/tmp/" + name]
        if features:
            self.environment["DRAGOMAN_HOST_FEATURES"] = features
        if cache:
            self.environment["DRAGOMAN_CACHE"] = "/tmp/cache"

    def command(self, argv):
        words = dict(self.names, **{"in": FOLDER})
        argv = [a.format_map(words) for a in argv]
        if "/" not in argv[0]:
            argv[0] = next(p for p in ("/usr/bin/" + argv[0], "/bin/" + argv[0])
                           if os.path.lexists(self.tree + p))
        return self.before + argv

    def run(self, argv, stdin, stdout, stderr, cpus=None, limit=1800):
        """Runs a command; its status, user + system seconds, wall seconds, peak memory in KiB."""
        command = self.command(argv)
        start = time.monotonic()
        child = os.fork()
        if child == 0:
            self.enter(command, (stdin, stdout, stderr), cpus)
        signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
        signal.alarm(limit)
        _, status, usage = os.wait4(child, 0)
        signal.alarm(0)
        return (os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime,
                time.monotonic() - start, usage.ru_maxrss)

    def enter(self, command, files, cpus):
        try:
            for number, path in enumerate(files):
                flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                os.dup2(os.open(path or "/dev/null", flags, 0o644), number)
            if cpus:
                os.sched_setaffinity(0, cpus)
            os.chroot(self.tree)
            os.chdir("/tmp")
            os.execve(command[0], command, self.environment)
        except OSError as e:
            os.write(2, f"{command[0]}: {e}\n".encode())
        os._exit(127)


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def enter_tree(tree, inputs):
    """Gives a tree /proc, /dev and a /tmp with the inputs; all end with the namespace."""
    for name in ("tmp", "proc", "dev"):
        os.makedirs(os.path.join(tree, name), exist_ok=True)
    mount("--rbind", "/proc", os.path.join(tree, "proc"))
    mount("--rbind", "/dev", os.path.join(tree, "dev"))
    mount("-t", "tmpfs", "none", os.path.join(tree, "tmp"))
    os.mkdir(os.path.join(tree, "tmp/in"))
    mount("--bind", inputs, os.path.join(tree, "tmp/in"))


def check_output(side, argv, inputs, data=None):
    """Runs a command natively that makes inputs."""
    stdin = None
    if data is not None:
        stdin = os.path.join(inputs, "stream")
        with open(stdin, "wb") as f:
            f.write(data)
    errors = os.path.join(inputs, "errors")
    status = side.run(argv, stdin, None, errors)[0]
    if stdin:
        os.unlink(stdin)
    if status:
        with open(errors, errors="replace", encoding="utf-8") as f:
            sys.exit(f"{' '.join(argv)}: exit status {status}\n{f.read()}")


def prepare(native, guest, inputs):
    """What the generators leave to programs: a repository, classes, programs, Python's caches."""
    make.make(inputs)
    if not os.path.exists(os.path.join(inputs, "history.git", "ready")):
        shutil.rmtree(os.path.join(inputs, "history.git"), ignore_errors=True)
        repository = ["git", "--git-dir={in}/history.git"]
        check_output(native, ["git", "init", "-q", "--bare", "-b", "main", "{in}/history.git"],
                     inputs)
        check_output(native, repository + ["fast-import", "--quiet"], inputs, make.history())
        with open(os.path.join(inputs, "history.git", "ready"), "w", encoding="utf-8"):
            pass
    check_output(native, ["{java}", "-m", "jdk.compiler/com.sun.tools.javac.Main", "-d", "{in}",
                          "{in}/Compute.java"], inputs)
    for names, compiler in ((NATIVE, "gcc"), (GUEST, "aarch64-linux-gnu-gcc")):
        subprocess.run([compiler, "-O2", "-ffp-contract=off", "-pthread",
                        os.path.join(inputs, "threads.c"),
                        "-o", os.path.join(inputs, names["threads"])], check=True)
    for side in (native, guest):
        side.run(["python3", "-c", MODULES], None, None, None)


def digest(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest() if hasattr(hashlib, "file_digest") \
            else hashlib.sha256(f.read()).hexdigest()


def figures(path):
    """What `openssl speed -mr` reports: per second, bytes or signatures and verifications."""
    out = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            words = line.strip().split(":")
            if words[0] == "+F":
                out["bytes"] = float(words[-1])
            elif words[0] == "+F2":
                out["signatures"], out["verifications"] = map(float, words[-2:])
    return out


def run_once(workload, side, folder, cpus=None):
    """Runs all steps; the sums, the peak memory and what the outputs are."""
    total = {"cpu": 0.0, "wall": 0.0, "rss": 0, "status": 0, "outputs": []}
    previous = None
    for number, step in enumerate(workload.steps):
        out = os.path.join(folder, f"{workload.name}.{side.name}.{number}")
        stdin = previous if step.stdin is PREVIOUS else step.stdin
        status, cpu, wall, rss = side.run(step.argv, stdin, out, out + ".errors", cpus)
        total["cpu"] += cpu
        total["wall"] += wall
        total["rss"] = max(total["rss"], rss)
        total["status"] = total["status"] or status
        if workload.kind == SPEED:
            total.update(figures(out))
        else:
            total["outputs"].append(digest(out))
        previous = out
    return total


def run_workload(workload, sides, runs, qemu_runs, folder):
    """Alternates the sides; per side the least CPU time and the rest of what is compared."""
    results = {side.name: [] for side in sides}
    cpus = sorted(os.sched_getaffinity(0))[:2]
    for i in range(runs):
        for side in sides:
            if side.name == "qemu" and i >= qemu_runs:
                continue
            r = run_once(workload, side, folder, cpus if workload.kind == SCALING else None)
            if workload.kind == SCALING:
                r["wall-one"] = run_once(workload, side, folder, cpus[:1])["wall"]
            results[side.name].append(r)
    return {name: summary(workload, rs) for name, rs in results.items() if rs}


def summary(workload, rs):
    out = {"cpu": min(r["cpu"] for r in rs), "wall": min(r["wall"] for r in rs),
           "rss": max(r["rss"] for r in rs), "status": max((r["status"] for r in rs), key=abs),
           "outputs": rs[0]["outputs"], "all-cpu": [round(r["cpu"], 3) for r in rs]}
    if any(r["outputs"] != rs[0]["outputs"] for r in rs):
        out["outputs"] = ["varies"]
    if workload.kind == SCALING:
        out["wall-one"] = min(r["wall-one"] for r in rs)
        out["scaling"] = out["wall-one"] / out["wall"]
    for name in ("bytes", "signatures", "verifications"):
        if name in rs[0]:
            out[name] = max(r.get(name, 0) for r in rs)
    return out


def value(kind, result):
    """What is compared, its text, and whether more is better."""
    if kind == SCALING:
        return result["scaling"], f"{result['scaling']:.2f} x", True
    if kind == SPEED and "bytes" in result:
        return result["bytes"], f"{result['bytes'] / 1e6:.0f} MB/s", True
    if kind == SPEED and "signatures" in result:
        return result["signatures"], f"{result['signatures']:.0f} /s", True
    return result["cpu"], f"{result['cpu']:.2f} s", False


def ratio(kind, native, other):
    a, b = value(kind, native)[0], value(kind, other)[0]
    if not a or not b:
        return 0.0
    return a / b if value(kind, native)[2] else b / a


def verdict(entry):
    native, ours = entry["native"], entry["dragoman"]
    if native["status"] != 0:
        return f"native: exit status {native['status']}"
    if ours["status"] != 0:
        return f"exit status {ours['status']}"
    return "outputs differ" if native["outputs"] != ours["outputs"] else ""


def row(entry):
    """A line of the table for one workload, and whether its target is met."""
    kind, native, ours = entry["kind"], entry["native"], entry["dragoman"]
    r, memory = ratio(kind, native, ours), ours["rss"] / native["rss"]
    met = r <= entry["target"] and (not entry["rss-target"] or memory <= entry["rss-target"])
    line = (f"{entry['name']:26} {value(kind, native)[1]:>11} {value(kind, ours)[1]:>11} {r:7.2f} "
            f"{entry['target']:7.2f} {native['rss'] / 1024:8.0f} {ours['rss'] / 1024:8.0f} "
            f"{memory:6.2f}")
    if "qemu" in entry:
        good = entry["qemu"]["status"] == 0 and entry["qemu"]["outputs"] == native["outputs"]
        line += f" {value(kind, entry['qemu'])[1]:>11} " + (
            f"{ratio(kind, native, entry['qemu']):7.2f}" if good else " failed")
    return line + "  " + (verdict(entry) or ("" if met else "over")), met


HEADER = (f"{'workload':26} {'native':>11} {'dragoman':>11} {'ratio':>7} {'target':>7} "
          f"{'MB':>8} {'MB':>8} {'ratio':>6}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--native", help="tree of the host's architecture")
    parser.add_argument("--guest", help="arm64 tree")
    parser.add_argument("--dragoman")
    parser.add_argument("--qemu", help="a static qemu-aarch64 to compare with")
    parser.add_argument("--qemu-runs", type=int, default=1, help="runs of it (default 1)")
    parser.add_argument("-n", type=int, default=5, help="runs of each (default 5)")
    parser.add_argument("--only", default="", help="names, or beginnings of them")
    parser.add_argument("--features", help="DRAGOMAN_HOST_FEATURES for dragoman: avx2, sse4.1")
    parser.add_argument("--cache", action="store_true", help="keep translations between runs")
    parser.add_argument("--inputs", default="build/bench-real", help="folder of generated inputs")
    parser.add_argument("--json", help="where to write the figures (default INPUTS/real.json)")
    parser.add_argument("--packages", choices=("amd64", "arm64"))
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--show", metavar="FILE", help="prints the table of a JSON file")
    return parser.parse_args()


def in_namespace():
    """Starts this program again in namespaces of its own; returns in there."""
    if os.environ.get("BENCH_REAL_INSIDE"):
        return
    os.environ["BENCH_REAL_INSIDE"] = "1"
    os.execvp("unshare", ["unshare", "-Urmpf", "--kill-child", "--mount-proc", sys.executable,
                          *sys.argv])


def measure(args):
    inputs = os.path.abspath(args.inputs)
    folder = os.path.join(inputs, "out")
    os.makedirs(folder, exist_ok=True)
    for tree in (args.native, args.guest):
        enter_tree(tree, inputs)
    native = Side("native", args.native, NATIVE)
    sides = [native, Side("dragoman", args.guest, GUEST, args.dragoman, args.features,
                          args.cache)]
    if args.qemu:
        sides.append(Side("qemu", args.guest, GUEST, args.qemu))
    prepare(native, sides[1], inputs)
    only = tuple(filter(None, args.only.split(",")))
    report = {"date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
              "runs": args.n, "features": args.features, "cache": args.cache,
              "dragoman": digest(args.dragoman),
              "load": os.getloadavg(), "workloads": []}
    print(HEADER + (f" {'qemu':>11} {'ratio':>7}" if args.qemu else ""), flush=True)
    for w in WORKLOADS + (CACHED if args.cache else []):
        if only and not w.name.startswith(only):
            continue
        entry = {"name": w.name, "kind": w.kind, "target": w.target, "rss-target": w.rss}
        entry.update(run_workload(w, sides, args.n, args.qemu_runs, folder))
        report["workloads"].append(entry)
        print(row(entry)[0], flush=True)
        with open(args.json or os.path.join(inputs, "real.json"), "w", encoding="utf-8") as f:
            json.dump(report, f, indent=1)
    return report["workloads"]


def main():
    args = arguments()
    if args.packages:
        print(PACKAGES + ("," + NATIVE_PACKAGES if args.packages == "amd64" else ""))
        return 0
    if args.list:
        print("\n".join(w.name for w in WORKLOADS))
        return 0
    if args.show:
        with open(args.show, encoding="utf-8") as f:
            entries = json.load(f)["workloads"]
        print(HEADER, *(row(e)[0] for e in entries), sep="\n")
    elif args.native and args.guest and args.dragoman:
        in_namespace()
        entries = measure(args)
    else:
        print(__doc__)
        return 2
    met, failed = sum(row(e)[1] for e in entries), sum(bool(verdict(e)) for e in entries)
    print(f"{met} of {len(entries)} within their targets, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
