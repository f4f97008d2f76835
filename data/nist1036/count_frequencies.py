#!/usr/bin/env python3
"""Count allele frequencies from genotypes.

    python3 count_frequencies.py GENOTYPES.csv FREQUENCIES.csv

GENOTYPES.csv has a row a person and marker: sample,population,marker,allele1,allele2.
FREQUENCIES.csv gets a row a population, marker and allele seen there:
population,marker,allele,count,frequency, where frequency = count / 2N and 2N is the number of
alleles counted in that population at that marker (a person without a result there is not counted).
The order is fixed (population, marker, then alleles by repeat number), so the same input always
gives the same bytes.
"""

import csv
import re
import sys
from collections import Counter, defaultdict

COLUMNS = ["sample", "population", "marker", "allele1", "allele2"]
# A repeat number as laboratories write it: 14, or 9.3 with one digit of extra bases.
ALLELE = re.compile(r"[1-9][0-9]*(\.[1-9])?")


def stop(path, line, message):
    sys.exit(f"{path}:{line}: {message}")


def count(path):
    """{(population, marker): Counter of alleles}; stops at the first row that breaks the format."""
    counts = defaultdict(Counter)
    seen = set()
    population_of = {}
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        if next(rows, None) != COLUMNS:
            stop(path, 1, f"expected the columns {','.join(COLUMNS)}")
        for line, row in enumerate(rows, start=2):
            if len(row) != len(COLUMNS) or not all(row):
                stop(path, line, f"expected {len(COLUMNS)} fields, none of them empty; found {row}")
            sample, population, marker, *alleles = row
            if (sample, marker) in seen:
                stop(path, line, f"a second result of {sample} at {marker}")
            seen.add((sample, marker))
            if population_of.setdefault(sample, population) != population:
                stop(path, line, f"{sample} is in {population_of[sample]} and in {population}")
            for allele in alleles:
                if not ALLELE.fullmatch(allele):
                    stop(path, line, f"'{allele}' is not a repeat number such as 14 or 9.3")
                counts[population, marker][allele] += 1
    return counts


def write(counts, path):
    with open(path, "w", newline="", encoding="utf-8") as file:
        file.write("population,marker,allele,count,frequency\n")
        for population, marker in sorted(counts):
            alleles = counts[population, marker]
            total = sum(alleles.values())
            for allele in sorted(alleles, key=float):
                file.write(f"{population},{marker},{allele},{alleles[allele]},{alleles[allele] / total!r}\n")


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    write(count(arguments[0]), arguments[1])


if __name__ == "__main__":
    main(sys.argv[1:])
