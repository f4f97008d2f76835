#!/usr/bin/env python3
"""Draws the reliability of joint posteriors from what bench_turnover wrote.

    tools/reliability.py RUNS.csv [MORE.csv ...] --svg docs/images/reliability.svg

For each kind of statement ("this sample is this person", "of nobody on the roster", "these two samples are one
individual") and each tenth of posterior: the mean posterior, the share of statements that were true, and the 95 % band of
that share over resampled runs (bootstrap of whole runs: Efron 1979). The statements of a run depend on each other; runs do
not. Prints two tables in Markdown: by tenths, which the picture shows, and finer below 0.1 and above 0.9."""

import argparse
import collections
import csv
import math
import random

KINDS = {"person": "the sample is the person", "nobody": "the sample is of nobody on the roster",
         "together": "two samples are one individual"}
RESAMPLED = 2000


def read(files):
    """Runs: (kind, lower edge) → (count, sum of posteriors, true ones)"""
    runs = collections.defaultdict(dict)
    for number, name in enumerate(files):
        with open(name, newline="") as file:
            for row in csv.DictReader(file):
                at = (row["kind"], float(row["from"]))
                runs[number, int(row["run"])][at] = tuple(float(row[c]) for c in ("count", "sum", "truths"))
    return list(runs.values())


def tenths(runs):
    """The same in ten bins."""
    out = []
    for run in runs:
        merged = collections.defaultdict(lambda: (0.0, 0.0, 0.0))
        for (kind, edge), values in run.items():
            at = (kind, math.floor(10 * edge + 1e-9) / 10)
            merged[at] = tuple(map(sum, zip(merged[at], values)))
        out.append(merged)
    return out


def total(runs, at):
    return [sum(values) for values in zip(*(run.get(at, (0.0, 0.0, 0.0)) for run in runs))]


def band(runs, at, draws):
    """The 95 % interval of the true share, runs drawn with replacement. Where all statements or none came true, which
    tells a bootstrap nothing, the exact binomial interval (Clopper & Pearson 1934)."""
    count, _, truths = total(runs, at)
    if truths in (0, count):
        least = 0.025 ** (1 / count)
        return (0.0, 1 - least) if truths == 0 else (least, 1.0)
    shares = []
    for drawn in draws:
        count, _, truths = total([runs[i] for i in drawn], at)
        if count > 0:
            shares.append(truths / count)
    shares.sort()
    return (shares[int(0.025 * len(shares))], shares[min(int(0.975 * len(shares)), len(shares) - 1)]) if shares else (0.0, 1.0)


def bins(runs):
    rng = random.Random(1)
    draws = [[rng.randrange(len(runs)) for _ in runs] for _ in range(RESAMPLED)]
    for at in sorted({at for run in runs for at in run}, key=lambda one: (list(KINDS).index(one[0]), one[1])):
        count, posterior, truths = total(runs, at)
        if count > 0:
            low, high = band(runs, at, draws)
            yield at, count, posterior / count, truths / count, low, high


def markdown(rows):
    print("| statement | posterior from | number | mean posterior | true | 95 % over runs | holds |\n|---|---|---|---|---|---|---|")
    for (kind, edge), count, mean, share, low, high in rows:
        holds = "yes" if low - 1e-9 <= mean <= high + 1e-9 else "no"
        print(f"| {KINDS[kind]} | {edge:g} | {count:,.0f} | {mean:.5f} | {share:.5f} | {low:.5f} to {high:.5f} | {holds} |")
    print()


def panel(rows, left, title):
    size = 260
    x = lambda p: left + 40 + p * size
    y = lambda p: 30 + (1 - p) * size
    out = [f'<text x="{x(0)}" y="18" font-weight="600">{title}</text>',
           f'<rect x="{x(0)}" y="{y(1)}" width="{size}" height="{size}" fill="none" stroke="#b9b4a8"/>',
           f'<path d="M{x(0)} {y(0)} L{x(1)} {y(1)}" stroke="#b9b4a8" stroke-dasharray="4 3"/>']
    for p in (0, 0.25, 0.5, 0.75, 1):
        out.append(f'<text x="{x(p)}" y="{y(0) + 16}" text-anchor="middle" fill="#565d66">{p:g}</text>')
        out.append(f'<text x="{x(0) - 6}" y="{y(p) + 4}" text-anchor="end" fill="#565d66">{p:g}</text>')
    for _, count, mean, share, low, high in rows:
        out.append(f'<path d="M{x(mean):.1f} {y(low):.1f} V{y(high):.1f}" stroke="#2f566f" stroke-width="1.5"/>')
        out.append(f'<circle cx="{x(mean):.1f}" cy="{y(share):.1f}" r="3" fill="#2f566f"/>')
    return "\n".join(out)


def svg(rows, file, runs):
    parts = [panel([row for row in rows if row[0][0] == kind], 320 * n, title) for n, (kind, title) in enumerate(KINDS.items())]
    with open(file, "w") as out:
        out.write('<svg xmlns="http://www.w3.org/2000/svg" width="980" height="350" viewBox="0 0 980 350" '
                  'font-family="system-ui,sans-serif" font-size="12" fill="#22262b">\n'
                  '<rect width="980" height="350" fill="#fbfaf7"/>\n' + "\n".join(parts) +
                  f'\n<text x="40" y="338" fill="#565d66">Across: joint posterior. Up: share of statements that were true, '
                  f'with the 95 % band over {runs} simulated turnovers.</text>\n</svg>\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--svg")
    asked = parser.parse_args()
    runs = read(asked.files)
    rows = list(bins(tenths(runs)))
    print(f"{len(runs)} runs. The last column: does the band hold the mean posterior?\n")
    markdown(rows)
    markdown(row for row in bins(runs) if not 0.1 <= row[0][1] < 0.9)
    if asked.svg:
        svg(rows, asked.svg, len(runs))


if __name__ == "__main__":
    main()
