# SPDX-License-Identifier: GPL-2.0-or-later
"""The real programs: what each runs, and how many times native it may cost.

A step is a command; {in} stands for the folder of inputs, {cc1} and {java} for those programs in
the tree. A step's standard input is a file of inputs (stdin), or what the step before it wrote
(stdin=PREVIOUS).
"""
from dataclasses import dataclass

PREVIOUS = object()
CPU = "cpu"          # user and system time of the process and what it waited for
SPEED = "speed"      # what `openssl speed -mr` says it did in a second of CPU time
SCALING = "scaling"  # wall time on one core over wall time on two


@dataclass
class Step:
    argv: list
    stdin: object = None


@dataclass
class Workload:
    name: str
    target: float    # at most times native; for SCALING at most native's scaling over ours
    steps: list
    kind: str = CPU
    rss: float = 0   # peak memory at most times native's, 0: not asked


def steps(*commands):
    return [Step(c.split()) for c in commands]


def packer(*commands):
    """Packs the mixture by each command and unpacks what came out."""
    out = []
    for pack, unpack in commands:
        out += [Step(pack.split() + ["{in}/mixture.bin"]), Step(unpack.split(), PREVIOUS)]
    return out


def speed(name, target, algorithm):
    return Workload(f"openssl-{name}", target, steps(
        f"openssl speed -mr -seconds 3 -bytes 16384 {algorithm}"), SPEED)


WORKLOADS = [
    Workload("python-json", 2.0, steps("python3 {in}/py_json.py {in}/orders.json")),
    Workload("python-regex", 2.0, steps("python3 {in}/py_regex.py {in}/access.log")),
    Workload("python-nbody", 2.0, steps("python3 {in}/py_nbody.py")),
    Workload("python-class", 2.0, steps("python3 {in}/py_class.py")),
    Workload("perl", 2.0, steps("perl {in}/text.pl {in}/text.txt {in}/access.log")),
    Workload("gawk", 2.0, steps("gawk -f {in}/report.awk {in}/access.log")),
    Workload("dash", 2.0, steps("dash {in}/work.dash {in}/text.txt")),
    Workload("bash", 2.0, steps("bash {in}/work.bash {in}/text.txt")),
    Workload("sqlite3", 2.0, [Step(["sqlite3", ":memory:", ".read {in}/queries.sql"])]),
    Workload("git-log-p", 2.0, steps("git --git-dir={in}/history.git --no-pager log -p --stat")),
    Workload("cc1", 2.0, steps("{cc1} -quiet -fpreprocessed -fno-ident -O2 -w {in}/large.i -o -"),
             rss=1.4),
    speed("sha256", 1.5, "-evp sha256"),
    speed("rsa2048", 3.0, "rsa2048"),
    speed("aes-128-gcm", 5.0, "-evp aes-128-gcm"),
    speed("chacha20-poly1305", 5.0, "-evp chacha20-poly1305"),
    Workload("zstd", 1.5, packer(("zstd -q -T1 --single-thread -12 -c", "zstd -q -dc"),
                                 ("zstd -q --single-thread -3 -c", "zstd -q -dc"))),
    Workload("xz", 1.5, packer(("xz -T1 -1 -c", "xz -dc"))),
    Workload("bzip2", 1.5, packer(("bzip2 -c", "bzip2 -dc"))),
    Workload("gzip", 1.5, packer(("gzip -7nc", "gzip -dc"), ("gzip -3nc", "gzip -dc"))),
    Workload("sort", 1.5, steps("sort --parallel=1 {in}/numbers.txt",
                                "sort --parallel=1 -n {in}/numbers.txt",
                                "sort --parallel=1 -k2,2 -k3,3nr {in}/numbers.txt")),
    Workload("node", 2.5, steps("node {in}/compute.js")),
    Workload("openjdk", 2.5, steps("{java} -Xmx1g -cp {in} Compute")),
    Workload("threads-compute", 1.05, steps("{in}/{threads} compute"), SCALING),
    Workload("threads-queue", 1.05, steps("{in}/{threads} queue"), SCALING),
    Workload("threads-table", 1.05, steps("{in}/{threads} table"), SCALING),
    Workload("threads-python", 1.05, steps("python3 {in}/py_processes.py"), SCALING),
]
CACHED = [Workload("starts", 5.0, steps("dash {in}/starts.dash"))]
