# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws bars of ratios to native on a logarithmic scale, as an SVG file."""
import math
from xml.sax.saxutils import escape

COLOURS = ("#1f6f8b", "#c9a227", "#b0b0b0")
LEFT, WIDTH, BAR, GAP, HEAD = 150, 640, 9, 9, 60


def place(value, low, high):
    """Where a ratio lies between the left and the right end."""
    value = min(max(value, low), high)
    return LEFT + WIDTH * (math.log(value) - math.log(low)) / (math.log(high) - math.log(low))


def ticks(low, high):
    out, step = [], 10.0 ** math.floor(math.log10(low))
    while step <= high:
        out += [step * k for k in (1, 2, 5) if low <= step * k <= high]
        step *= 10
    return out


def draw(path, title, series, groups):
    """Writes the plot: series are names; groups are (name, [(label, [a ratio or None ...])])."""
    values = [v for _, rows in groups for _, vs in rows for v in vs if v]
    low, high = min([0.5] + values) * 0.95, max([2.0] + values) * 1.1
    body, y = [], HEAD
    for name, rows in groups:
        body.append(f'<text x="8" y="{y + 12}" font-weight="bold">{escape(name)}</text>')
        y += 20
        for label, vs in rows:
            body.append(f'<text x="{LEFT - 8}" y="{y + BAR * len(series) / 2 + 4:.0f}" '
                        f'text-anchor="end">{escape(label)}</text>')
            for i, v in enumerate(vs):
                if v:
                    end, top = place(v, low, high), y + i * BAR
                    start = place(1, low, high)
                    body.append(f'<rect x="{min(start, end):.1f}" y="{top}" '
                                f'width="{abs(end - start):.1f}" height="{BAR - 1}" '
                                f'fill="{COLOURS[i]}"/><text x="{max(start, end) + 4:.1f}" '
                                f'y="{top + BAR - 1}" font-size="9">{v:.2f}</text>')
            y += BAR * len(series) + GAP
    lines = []
    for t in ticks(low, high):
        x = place(t, low, high)
        lines.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{HEAD - 8}" y2="{y}" '
                     f'stroke="{"#404040" if t == 1 else "#dddddd"}"/>'
                     f'<text x="{x:.1f}" y="{HEAD - 12}" text-anchor="middle">{t:g}</text>')
    legend = "".join(f'<rect x="{LEFT + 170 * i}" y="26" width="10" height="10" '
                     f'fill="{COLOURS[i]}"/><text x="{LEFT + 170 * i + 16}" y="35">'
                     f'{escape(s)}</text>' for i, s in enumerate(series))
    with open(path, "w", encoding="utf-8") as f:
        f.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 60}" '
                f'height="{y + 10}" font-family="sans-serif" font-size="12">'
                f'<rect width="100%" height="100%" fill="white"/>'
                f'<text x="8" y="18" font-size="14">{escape(title)}</text>{legend}\n'
                + "\n".join(lines + body) + "\n</svg>\n")
