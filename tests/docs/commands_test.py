#!/usr/bin/env python3
"""Runs the commands of README.md and docs/: in each ```console block, `$ muster …` must print what stands below it.
A line `…` stands for any lines; numbers may
differ beyond the ninth digit. Blocks marked ```console no-run are for the eye."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MUSTER = os.environ["MUSTER_BINARY"]


def blocks(text):
    for match in re.finditer(r"^```console\n(.*?)^```", text, re.S | re.M):
        yield match.group(1).splitlines(), text.count("\n", 0, match.start()) + 2


def commands(lines):
    """(command, expected output lines, offset in the block)"""
    found = []
    for offset, line in enumerate(lines):
        if line.startswith("$ "):
            found.append((line[2:], [], offset))
        elif found:
            found[-1][1].append(line)
    return found


NUMBER = re.compile(r"-?\d+\.\d+(?:e[-+]?\d+)?")


def same(expected, printed):
    """Equal, numbers with a decimal point to nine digits: the last ones differ between compilers."""
    if NUMBER.split(expected.rstrip()) != NUMBER.split(printed.rstrip()):
        return False
    pairs = zip(map(float, NUMBER.findall(expected)), map(float, NUMBER.findall(printed)))
    return all(abs(a - b) <= 1e-9 * max(abs(a), abs(b)) for a, b in pairs)


def matches(expected, printed):
    if not expected:
        return not printed
    if expected[0] == "…":
        return any(matches(expected[1:], printed[i:]) for i in range(len(printed) + 1))
    return bool(printed) and same(expected[0], printed[0]) and matches(expected[1:], printed[1:])


class Documentation(unittest.TestCase):
    def test_the_commands_print_what_the_documents_say(self):
        documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
        ran = 0
        with tempfile.TemporaryDirectory() as folder:
            for name in ("examples", "tests/data/oracle"):
                shutil.copytree(ROOT / name, pathlib.Path(folder) / name)
            binary = pathlib.Path(folder) / "bin"
            binary.mkdir()
            (binary / "muster").symlink_to(MUSTER)
            environment = dict(os.environ, PATH=f"{binary}:{os.environ['PATH']}", MUSTER_DATA_DIR=str(ROOT / "data"))
            for document in documents:
                for block, first in blocks(document.read_text(encoding="utf-8")):
                    for command, expected, offset in commands(block):
                        result = subprocess.run(["bash", "-c", command], cwd=folder, env=environment,
                                                capture_output=True, text=True, timeout=300)
                        printed = (result.stdout + result.stderr).splitlines()
                        where = f"{document.name}:{first + offset}: $ {command}"
                        self.assertTrue(matches(expected, printed), where + "\n" + "\n".join(printed[:40]))
                        ran += 1
        self.assertGreater(ran, 0, "no document has a command")


if __name__ == "__main__":
    unittest.main()
