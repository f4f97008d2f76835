#!/usr/bin/env python3
"""Says what an identification of a simulated case got right: compare_with_truth.py result.json truth.csv"""

import csv
import json
import sys


def verdict(candidates, truth):
    """One sample's outcome in words, and whether the truth was found."""
    if truth == "*":
        best = candidates[0]["log10_lr"] if candidates else None
        if best is None or best < 3:
            return "right", "on no roster, and nobody claims it"
        return "WRONG", f"on no roster, but {candidates[0]['person']} scores log10 LR {best:.1f}"
    ranked = [c["person"] for c in candidates]
    if truth not in ranked:
        return "WRONG", f"is {truth}, who was excluded"
    best = candidates[0]
    own = candidates[ranked.index(truth)]
    equals = [c["person"] for c in candidates if abs(c["log10_lr"] - own["log10_lr"]) < 1e-9]
    if own["log10_lr"] < best["log10_lr"] - 1e-9:
        return "WRONG", f"is {truth}, but {best['person']} scores higher"
    if len(equals) > 1:
        return "right", f"is {truth}; the family is found, but DNA cannot tell {' and '.join(equals)} apart"
    return "right", f"is {truth}: log10 LR {own['log10_lr']:.1f}, posterior {own['posterior']:.6f}"


def main(result_file, truth_file):
    with open(result_file, encoding="utf-8") as f:
        result = json.load(f)
    with open(truth_file, encoding="utf-8", newline="") as f:
        truth = {row["sample"]: row["person"] for row in csv.DictReader(f)}
    right = 0
    print("Against the truth that only a simulation knows:")
    for i, sample in enumerate(result["samples"]):
        word, why = verdict(result["by_sample"][i], truth[sample])
        right += word == "right"
        print(f"  {sample}  {word}: {why}")
    print(f"{right} of {len(result['samples'])} right")
    return 0 if right == len(result["samples"]) else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
