# SPDX-License-Identifier: GPL-2.0-or-later
"""Searches, splits and rewrites a web server's log by regular expressions."""
import re
import sys
from collections import Counter

LINE = re.compile(r'^(\S+) \S+ (\S+) \[([^\]]+)\] "(GET|POST|PUT|HEAD) ([^ "?]+)(?:\?([^ "]*))? '
                  r'HTTP/(\d)\.(\d)" (\d{3}) (\d+|-) "([^"]*)" "([^"]*)"$')
ADDRESS = re.compile(r"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b")
WORDS = re.compile(r"(?i)\b(?:mozilla|gecko|webkit|curl|bot|spider|compatible)\b[/ ]?(\d[\d.]*)?")
DATE = re.compile(r"(\d\d)/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/(\d{4}):([\d:]+)")
DOUBLE = re.compile(r"(\w)\1")
MONTHS = {m: i + 1 for i, m in enumerate(
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())}


def iso(match):
    return f"{match[3]}-{MONTHS[match[2]]:02}-{match[1]}T{match[4]}"


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        text = "".join(f.readlines()[:160000])
    status, agents, keys, size = Counter(), Counter(), Counter(), 0
    for line in text.splitlines():
        m = LINE.match(line)
        if not m:
            continue
        status[m[9]] += 1
        size += int(m[10]) if m[10] != "-" else 0
        for pair in re.split(r"[&;]", m[6] or ""):
            keys[pair.partition("=")[0]] += 1
        agents.update(w.lower() for w in WORDS.findall(m[12]))
    print(sorted(status.items()), size, sorted(keys.items())[:9], agents.most_common(5))
    print(len(ADDRESS.findall(text)), len(DOUBLE.findall(text)))
    changed = ADDRESS.sub(lambda m: m[0].rpartition(".")[0] + ".0", DATE.sub(iso, text))
    print(len(changed), sum(changed.encode()[::97]), len(re.findall(r"(?m)^.*bot.*$", changed)))


main()
