#!/usr/bin/env python3
"""unihan_to_readings.py Unihan_Readings.txt: writes readings.csv, a character and its Korean readings in Hangul."""

import sys

print("# Chinese characters and how they are read in Korean, in Hangul; made by unihan_to_readings.py (SOURCE.md).")
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        parts = line.rstrip("\n").split("\t")
        if len(parts) == 3 and parts[1] == "kHangul":
            readings = [reading.split(":")[0] for reading in parts[2].split(" ")]
            print(",".join([chr(int(parts[0][2:], 16)), *readings]))
