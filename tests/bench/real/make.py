#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Generates the inputs of the real-program workloads: always the same bytes.

usage: make.py FOLDER

What is there already stays; run.py calls this. The files of scripts/ are copied, too. The history
is a stream that run.py gives to git.
"""
import json
import os
import random
import shutil
import struct
import sys

import csource

HERE = os.path.dirname(os.path.abspath(__file__))
SYLLABLES = ("ba be bo da de di do fa fe fi ga go ha he hi ka la le li lo ma me mi mo na ne ni no "
             "pa pe ra re ri ro sa se si so ta te ti to va ve vi za").split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def vocabulary(rng, count):
    words = ["the", "and", "of", "to", "a", "in", "that", "it", "was", "on", "with", "as"]
    while len(words) < count:
        words.append("".join(rng.choices(SYLLABLES, k=rng.randint(1, 5))) + rng.choice(" nrst"))
        words[-1] = words[-1].strip()
    return words


def text(lines=140000):
    """Prose whose words are as unevenly frequent as a language's."""
    rng = random.Random(2)
    words = vocabulary(rng, 8000)
    weights = [1 / (i + 3) for i in range(len(words))]
    out = []
    for _ in range(lines):
        line = " ".join(rng.choices(words, weights, k=rng.randint(4, 14)))
        out.append(line[0].upper() + line[1:] + rng.choice(("", ",", ".", ".", ";", "'s")))
    return "\n".join(out).encode() + b"\n"


def log(lines=240000):
    """An access log in the combined format."""
    rng = random.Random(3)
    words = vocabulary(rng, 600)
    agents = ["Mozilla/5.0 (X11; Linux aarch64; rv:109.0) Gecko/20100101 Firefox/115.0",
              "Mozilla/5.0 (compatible; somebot/2.1; +http://example.org/bot)", "curl/7.88.1",
              "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML) Chrome/114.0", "-",
              "webspider/1.4 crawler", "Wget/1.21.3"]
    out, second = [], 0
    for _ in range(lines):
        second += rng.randint(0, 20)
        day, clock = divmod(second, 86400)
        path = "/" + "/".join(rng.choices(words, k=rng.randint(1, 4)))
        if rng.random() < 0.3:
            path += "?" + "&".join(f"{rng.choice(words)}={rng.randint(0, 999)}" for _ in range(2))
        if rng.random() < 0.1:
            path += "%20" + rng.choice(words) + "%2F"
        out.append(
            f"{rng.randint(1, 223)}.{rng.randint(0, 40)}.{rng.randint(0, 255)}."
            f"{rng.randint(1, 254)} - {rng.choice(('-', '-', 'ann', 'bob'))} "
            f"[{day % 28 + 1:02}/{MONTHS[day // 28 % 12]}"
            f"/2023:{clock // 3600:02}:{clock // 60 % 60:02}:{clock % 60:02} +0000] \""
            f"{rng.choice(('GET', 'GET', 'GET', 'POST', 'HEAD'))} {path} HTTP/1.1\" "
            f"{rng.choice((200, 200, 200, 304, 404, 500))} "
            f"{rng.choice(('-', rng.randint(0, 99999), rng.randint(0, 999)))} \"-\" "
            f"\"{rng.choice(agents)}\"")
    return "\n".join(out).encode() + b"\n"


def orders(count=9000):
    rng = random.Random(4)
    words = vocabulary(rng, 900) + ["caf\u00e9", "na\u00efve", "\u4e2d\u6587", "a\"b", "tab\there"]
    out = []
    for i in range(count):
        out.append({"id": i, "paid": rng.random() < 0.7, "note": None if rng.random() < 0.5 else
                    " ".join(rng.choices(words, k=rng.randint(1, 9))),
                    "customer": {"name": rng.choice(words).title(), "city": rng.choice(words[:40])},
                    "lines": [{"product": rng.choice(words), "count": rng.randint(1, 20),
                               "price": round(rng.uniform(0.1, 300), 2)}
                              for _ in range(rng.randint(1, 5))]})
    return json.dumps(out).encode()


def mixture(size=24 << 20):
    """What archives hold: prose, program text, tables of numbers, records, pictures, noise."""
    rng = random.Random(5)
    prose, source = text(60000), csource.text(9000, 9).encode()
    parts, total = [], 0
    while total < size:
        kind = rng.randrange(6)
        if kind < 2:
            at = rng.randrange(len(prose) - 100000)
            part = prose[at:at + rng.randint(20000, 100000)]
        elif kind == 2:
            at = rng.randrange(len(source) - 80000)
            part = source[at:at + rng.randint(20000, 80000)]
        elif kind == 3:
            part = b"".join(b"%d,%.3f,%s\n" % (i, rng.gauss(100, 15), rng.choice((b"yes", b"no")))
                            for i in range(2000))
        elif kind == 4:
            at = rng.randrange(1 << 20)
            part = b"".join(struct.pack("<IHHQ", at + 64 * i, rng.randrange(7), i % 97,
                                        rng.getrandbits(20)) for i in range(4000))
        else:
            level, row = 128, bytearray()
            for _ in range(40000):
                level = max(0, min(255, level + rng.randint(-3, 3)))
                row.append(level)
            part = bytes(row) if rng.random() < 0.7 else rng.randbytes(20000)
        parts.append(part)
        total += len(part)
    return b"".join(parts)[:size]


def numbers(count=900000):
    """Lines to sort: a number, a word, a number with a fraction."""
    rng = random.Random(6)
    words = vocabulary(rng, 3000)
    return b"".join(b"%d %s %.2f\n" % (rng.randrange(10 ** 7), rng.choice(words).encode(),
                                       rng.uniform(-1000, 1000)) for _ in range(count))


def history(commits=2600):
    """A stream for git fast-import: files of program text changed again and again."""
    rng = random.Random(7)
    files = {f"src/{d}/file{i}.c": csource.text(500, 100 + 10 * d + i).split("\n")
             for d in range(4) for i in range(10)}
    words = vocabulary(rng, 500)
    out = []

    def blob(path):
        data = "\n".join(files[path]).encode()
        return b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)

    for number in range(commits):
        message = " ".join(rng.choices(words, k=rng.randint(4, 30))).encode()
        out.append(b"commit refs/heads/main\ncommitter A U Thor <author@example.org> %d +0000\n"
                   b"data %d\n%s\n" % (1600000000 + number * 3000, len(message), message))
        changed = list(files) if number == 0 else rng.sample(list(files), rng.randint(1, 3))
        for path in changed:
            lines = files[path]
            for _ in range(rng.randint(1, 8)):
                at, kind = rng.randrange(len(lines)), rng.randrange(4)
                if kind == 0:
                    lines[at:at] = [f"    {w} = {rng.randint(0, 99)};"
                                    for w in rng.choices(words, k=rng.randint(1, 12))]
                elif kind == 1:
                    del lines[at:at + rng.randint(1, 10)]
                elif kind == 2:
                    other = rng.randrange(len(lines))
                    lines[at:at] = lines[other:other + 6]
                else:
                    lines[at] += f" /* {rng.choice(words)} */"
            out.append(blob(path))
    return b"".join(out)


FILES = {
    "text.txt": text,
    "access.log": log,
    "orders.json": orders,
    "mixture.bin": mixture,
    "numbers.txt": numbers,
    "large.i": lambda: csource.text(20500).encode(),
}


def make(folder):
    os.makedirs(folder, exist_ok=True)
    for name, function in FILES.items():
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            with open(path + ".new", "wb") as f:
                f.write(function())
            os.rename(path + ".new", path)
    for name in os.listdir(os.path.join(HERE, "scripts")):
        shutil.copy(os.path.join(HERE, "scripts", name), folder)


if __name__ == "__main__":
    make(sys.argv[1])
