#!/usr/bin/env python3
"""How often real people match simulated families by chance, beside what muster expects.

    tools/chance_hits.py GENOTYPES.csv MUSTER [--families 10000] [--kit codis20]

GENOTYPES.csv: sample, population, marker, allele1, allele2 of unrelated people (the 1,036 of NIST). For each population
families are simulated from its frequencies, and the people of each population are screened against them as if they
were remains; alleles that a population's table lacks are taken at 0.0005. Nobody is related to anybody: every hit is one by chance. Prints a table in Markdown."""

import argparse
import collections
import csv
import json
import pathlib
import subprocess
import tempfile

THRESHOLDS = (1e3, 1e4, 1e6)


def people(file):
    by_population = collections.defaultdict(list)
    with open(file, newline="") as text:
        for row in csv.DictReader(text):
            by_population[row["population"]].append(row)
    return by_population


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("genotypes")
    parser.add_argument("muster")
    parser.add_argument("--families", default="10000")
    parser.add_argument("--kit", default="codis20")
    asked = parser.parse_args()
    by_population = people(asked.genotypes)
    print("| families of | people of | pairs | " +
          " | ".join(f"LR ≥ {t:g}: found | expected | at most" for t in THRESHOLDS) + " |")
    print("|---" * (3 + 3 * len(THRESHOLDS)) + "|")
    with tempfile.TemporaryDirectory() as folder:
        for families in sorted(by_population):
            case, index = f"{folder}/case-{families}", f"{folder}/{families}.index"
            run(asked.muster, "simulate", "--out", case, "--families", asked.families, "--kit", asked.kit,
                "--population", families, "--seed", "1036")
            markers = {line.split(",")[0] for line in pathlib.Path(case, "frequencies.csv").read_text().splitlines()}
            for population in sorted(by_population):
                remains = f"{folder}/people.csv"
                with open(remains, "w", newline="") as out:
                    writer = csv.writer(out)
                    writer.writerow(["sample", "marker", "allele1", "allele2"])
                    for row in by_population[population]:
                        if row["marker"] in markers:
                            writer.writerow([row["sample"], row["marker"], row["allele1"], row["allele2"]])
                found = json.loads(run(asked.muster, "screen", "run", case, "--index", index, "--remains", remains,
                                       "--rare", "0.0005", "--top", "0", "--min-lr", "1000", "--json"))
                cells = []
                for chance in found["chance"]:
                    hits = sum(hit["log10_lr"] is not None and 10 ** hit["log10_lr"] >= chance["lr"] * (1 - 1e-12)
                               for hit in found["hits"])
                    cells += [str(hits), f"{chance['expected']:.2g} ± {chance['standard_error']:.1g}",
                              f"{chance['bound']:.3g}"]
                print(f"| {families} | {population} | {found['compared']:,} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
