#!/usr/bin/env python3
"""Tiles on a Slurm cluster of two nodes, one of which is killed in the middle: the answer is that of a single run."""

import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))
import slurm_cluster  # noqa: E402

MUSTER = os.environ["MUSTER_BINARY"]


def muster(*words, check=True, **more):
    return subprocess.run([MUSTER, *words], check=check, capture_output=True, text=True, **more)


@unittest.skipUnless(slurm_cluster.available(), "needs root, slurm-wlm, munge and iproute2")
class Slurm(unittest.TestCase):
    def setUp(self):
        self.held = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.held.name)
        (self.folder / "cluster").mkdir()
        self.cluster = slurm_cluster.Cluster(self.folder / "cluster")
        self.addCleanup(self.held.cleanup)
        self.addCleanup(self.cluster.stop)
        self.cluster.start()

    def test_a_node_that_dies_in_the_middle_changes_nothing(self):
        case, plan = str(self.folder / "case"), str(self.folder / "plan")
        muster("simulate", "--out", case, "--families", "400", "--seed", "7", "--dropout", "0.02")
        muster("screen", "plan", case, "--dropout", "0.02", "--min-lr", "10", "--out", plan, "--tiles", "7")
        # A tile that takes its time, and says where it begins.
        slow = self.folder / "slow-muster"
        slow.write_text(f'#!/bin/sh\necho "$(hostname) $4" >> {self.folder}/begun\nsleep 2\nexec {MUSTER} "$@"\n')
        slow.chmod(0o755)
        os.chmod(self.folder, 0o755)

        def kill_when_busy():
            begun = self.folder / "begun"
            while not begun.exists() or "n2" not in begun.read_text():
                time.sleep(0.1)
            self.cluster.kill_node(2)

        killer = threading.Thread(target=kill_when_busy, daemon=True)
        killer.start()
        done = muster("screen", "submit", plan, "--program", str(slow), "--seconds", "1", check=False,
                      env=self.cluster.environment)
        self.assertEqual(done.returncode, 0, done.stderr + self.cluster.logs())
        killer.join()
        begun = (self.folder / "begun").read_text().split("\n")
        self.assertIn("n1", [line.split(" ")[0] for line in begun])
        lost = [line.split(" ")[1] for line in begun if line.startswith("n2")]
        self.assertTrue(lost, "the other node had begun a tile")
        self.assertIn(f"n1 {lost[-1]}", begun, "its tile was begun again on the node that lives")
        for form in ("--csv", "--json"):
            self.assertEqual(muster("screen", "merge", plan, form).stdout,
                             muster("screen", "run", case, "--dropout", "0.02", "--min-lr", "10", form).stdout)

    def test_work_that_always_fails_is_given_up_after_three_tries(self):
        case, plan = str(self.folder / "case"), str(self.folder / "plan")
        muster("simulate", "--out", case, "--families", "10")
        muster("screen", "plan", case, "--out", plan)
        failing = self.folder / "failing-muster"
        failing.write_text(f"#!/bin/sh\necho again >> {self.folder}/tries\nexit 9\n")
        failing.chmod(0o755)
        os.chmod(self.folder, 0o755)
        done = muster("screen", "submit", plan, "--program", str(failing), "--seconds", "1", check=False,
                      env=self.cluster.environment)
        self.assertEqual(done.returncode, 6, done.stderr)
        self.assertIn("after 3 tries these pieces are missing: 0", done.stderr)
        self.assertEqual((self.folder / "tries").read_text(), "again\n" * 3)


class WithoutSlurm(unittest.TestCase):
    def test_a_machine_without_slurm_says_so(self):
        with tempfile.TemporaryDirectory() as folder:
            muster("simulate", "--out", f"{folder}/case", "--families", "10")
            muster("screen", "plan", f"{folder}/case", "--out", f"{folder}/plan")
            done = muster("screen", "submit", f"{folder}/plan", check=False, env={**os.environ, "PATH": "/nowhere"})
            self.assertEqual(done.returncode, 6)
            self.assertIn("sbatch cannot be started", done.stderr)


if __name__ == "__main__":
    unittest.main()
