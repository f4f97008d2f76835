#!/usr/bin/env python3
"""The scan on ARM processors: compiled by a cross-compiler, run by an emulator, compared with plain code."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMPILER = shutil.which("aarch64-linux-gnu-g++")
EMULATOR = shutil.which("qemu-aarch64-static")


@unittest.skipUnless(COMPILER and EMULATOR, "needs g++-aarch64-linux-gnu and qemu-user-static")
class Neon(unittest.TestCase):
    def test_the_scan_is_the_same_on_arm(self):
        with tempfile.TemporaryDirectory() as folder:
            # Highway's headers are the same for all processors; those of the other libraries beside them are not.
            pathlib.Path(folder, "hwy").symlink_to("/usr/include/hwy")
            kernels = ROOT / "src/screening/kernels"
            subprocess.run([COMPILER, "-O2", "-std=c++20", "-static", f"-I{folder}", f"-I{ROOT}/src/screening",
                            str(ROOT / "tests/cross/neon_scan.cpp"), str(kernels / "scan.cpp"),
                            str(kernels / "scan_plain.cpp"), "-o", f"{folder}/scan"], check=True)
            done = subprocess.run([EMULATOR, "-cpu", "max", f"{folder}/scan"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("NEON: the same as plain code", done.stdout)
            print(done.stdout)


if __name__ == "__main__":
    unittest.main()
