#!/usr/bin/env python3
"""docs/check_ledger.py against a small ledger made here: what is good passes, and every kind of change fails."""

import contextlib
import hashlib
import io
import json
import pathlib
import runpy
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "docs" / "check_ledger.py"
SIZE = 23


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(data):
    return hashlib.sha256(data).digest()


# The definitions of RFC 9162, 2.1, over lists of leaves.
def divide(leaves):
    k = max(2**i for i in range(64) if 2**i < len(leaves))
    return k, leaves[:k], leaves[k:]


def mth(leaves):
    if len(leaves) < 2:
        return sha256(b"\0" + leaves[0]) if leaves else sha256(b"")
    _, left, right = divide(leaves)
    return sha256(b"\1" + mth(left) + mth(right))


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k, left, right = divide(leaves)
    return path(m, left) + [mth(right)] if m < k else path(m - k, right) + [mth(left)]


def subproof(m, leaves, whole):
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k, left, right = divide(leaves)
    return subproof(m, left, whole) + [mth(right)] if m <= k else subproof(m - k, right, False) + [mth(left)]


class Ledger:
    def __init__(self, name="simulated-ledger"):
        self.name = name
        self.secret = Ed25519PrivateKey.generate()
        self.key = self.secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
        self.entries = [canonical({"action": "record", "body": {"name": f"“{i}”\t\u2028\n"}, "seq": str(i),
                                   "simulated": "yes"}).encode() for i in range(SIZE)]

    def sign(self, head):
        signature = self.secret.sign(b"muster tree head 1\n" + canonical(head).encode())
        return {**head, "key": self.key, "signature": signature.hex()}

    def head(self, size):
        return self.sign({"ledger": self.name, "root": mth(self.entries[:size]).hex(), "size": str(size), "time": "t"})

    def inclusion(self, index, size):
        proof = [node.hex() for node in path(index, self.entries[:size])]
        return {"entry": self.entries[index].decode(), "head": self.head(size), "index": str(index), "proof": proof,
                "type": "inclusion"}

    def consistency(self, old, new):
        proof = [node.hex() for node in subproof(old, self.entries[:new], True)] if old else []
        return {"new": self.head(new), "old": self.head(old), "proof": proof, "type": "consistency"}


class CheckLedger(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = Ledger()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_on(self, what, content, *more, python=()):
        text = content if isinstance(content, (str, bytes)) else canonical(content)
        file = self.folder / "file"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return subprocess.run([sys.executable, *python, str(SCRIPT), what, str(file), *more], capture_output=True,
                              text=True, encoding="utf-8", timeout=60)

    def assert_holds(self, what, content, *more):
        result = self.run_on(what, content, *more)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def assert_fails(self, message, what, content, *more):
        result = self.run_on(what, content, *more)
        self.assertEqual(result.returncode, 5, result.stdout + result.stderr)
        self.assertIn("DOES NOT HOLD: ", result.stdout)
        self.assertIn(message, result.stdout)
        self.assertEqual(result.stderr, "")

    def export(self, entries, head, *more):
        file = self.folder / "head"
        file.write_text(canonical(head) + "\n", encoding="utf-8")
        return "export", b"".join(entry + b"\n" for entry in entries), str(file), *more

    def test_good_proofs_and_heads_pass(self):
        for index, size in ((0, 1), (0, SIZE), (22, SIZE), (16, SIZE), (7, 8), (5, 13)):
            self.assert_holds("proof", self.ledger.inclusion(index, size), "--key", self.ledger.key)
        for old, new in ((1, 1), (1, 2), (6, 8), (8, SIZE), (16, SIZE), (22, SIZE), (SIZE, SIZE), (0, 5), (0, 0)):
            self.assert_holds("proof", self.ledger.consistency(old, new), "--key", self.ledger.key)
        self.assert_holds("head", self.ledger.head(SIZE), "--key", self.ledger.key)
        self.assert_holds("head", canonical(self.ledger.head(SIZE)) + "\n")
        self.assertIn("without --key", self.run_on("head", self.ledger.head(SIZE)).stdout)

    def test_good_exports_pass(self):
        for size in (0, 1, 2, 8, SIZE):
            self.assert_holds(*self.export(self.ledger.entries[:size], self.ledger.head(size)))

    def test_the_files_that_the_tests_of_muster_read_pass(self):
        data = ROOT / "tests" / "data" / "ledger"
        for name in ("inclusion.json", "consistency.json"):
            self.assert_holds("proof", (data / name).read_bytes())
        self.assert_holds("export", (data / "export.jsonl").read_bytes(), str(data / "head.json"))

    def test_another_key_is_named(self):
        other = Ledger().key
        for what, content in (("head", self.ledger.head(3)), ("proof", self.ledger.inclusion(2, 9)),
                              ("proof", self.ledger.consistency(2, 9))):
            self.assert_fails("is signed by the key " + self.ledger.key, what, content, "--key", other)
        mixed = {**self.ledger.consistency(2, 9), "old": {**Ledger().head(2)}}
        self.assert_fails("two ledgers", "proof", mixed)

    def test_a_changed_head_is_named(self):
        head = self.ledger.head(9)
        for name, value in (("ledger", "x"), ("time", "u"), ("size", "8"), ("root", mth([b"x"]).hex()),
                            ("key", Ledger().key), ("signature", "00" * 64)):
            self.assert_fails("the signature of the head", "head", {**head, name: value})
        for name, value in (("size", "09"), ("root", head["root"].upper()), ("size", 9), ("signature", "00")):
            self.assert_fails("", "head", {**head, name: value})
        self.assert_fails("other members", "head", {**head, "more": ""})

    def test_a_changed_inclusion_proof_is_named(self):
        proof = self.ledger.inclusion(5, SIZE)
        entry = proof["entry"].replace("5”", "6”")
        self.assert_fails("the path from entry 5 to the root", "proof", {**proof, "entry": entry})
        self.assert_fails("or not that of entry", "proof", {**proof, "index": "6"})
        self.assert_fails("or not that of entry", "proof", {**proof, "entry": "no JSON"})
        self.assert_fails("too short", "proof", {**proof, "proof": proof["proof"][1:]})
        self.assert_fails("the path", "proof", {**proof, "proof": ["00" * 32] + proof["proof"]})
        self.assert_fails("the path", "proof", {**proof, "proof": proof["proof"][::-1]})
        self.assert_fails("the signature", "proof", {**proof, "head": {**proof["head"], "size": "24"}})
        self.assert_fails("does not belong to", "proof", {**proof, "head": self.ledger.head(5)})
        self.assert_fails("the type", "proof", {**proof, "type": "exclusion"})

    def test_a_changed_consistency_proof_is_named(self):
        proof = self.ledger.consistency(6, SIZE)
        other = Ledger()
        other.secret, other.key = self.ledger.secret, self.ledger.key
        other.entries[4] = other.entries[4].replace(b"4\xe2", b"5\xe2")
        self.assert_fails("begins with the old one", "proof", {**proof, "old": other.head(6)})
        self.assert_fails("begins with the old one", "proof", {**proof, "new": other.head(SIZE)})
        other.name = "another"
        self.assert_fails("two ledgers", "proof", {**proof, "old": other.head(6)})
        self.assert_fails("entries are missing", "proof", {**proof, "old": proof["new"], "new": proof["old"]})
        self.assert_fails("too short", "proof", {**proof, "proof": []})
        self.assert_fails("begins with the old one", "proof", {**proof, "proof": ["00" * 32] + proof["proof"]})

    def test_a_changed_export_is_named(self):
        entries, head = self.ledger.entries, self.ledger.head(SIZE)
        changed = [*entries[:4], entries[4].replace(b"4\xe2", b"5\xe2"), *entries[5:]]
        self.assert_fails("the root of the entries", *self.export(changed, head))
        self.assert_fails("line 5 is not entry 4", *self.export(entries[:4] + entries[5:], head))
        self.assert_fails("line 6 is not entry 5", *self.export(entries[:5] + entries[4:], head))
        self.assert_fails("line 1 is not entry 0", *self.export([entries[1], entries[0], *entries[2:]], head))
        self.assert_fails("there are 22 entries, the head says 23", *self.export(entries[:-1], head))
        self.assert_fails("signature", *self.export(entries, {**head, "time": "later"}))

    def test_only_the_canonical_text_of_an_entry_counts(self):
        ledger = Ledger()
        for text in ('{"seq": "5"}', '{"seq":"5","a":""}', '{"seq":"5","seq":"5"}', '{"seq":"\\u0035"}', '["5"]', "5",
                     '{"seq":"5","\ufb33":"","\U0001f600":""}', '{"a":"\\ud800","seq":"5"}'):
            ledger.entries[5] = text.encode()
            self.assert_fails("canonical form", "proof", ledger.inclusion(5, 9))
            self.assert_fails("line 6 is not entry 5", *self.export(ledger.entries, ledger.head(SIZE)))
        ledger.entries[5] = '{"seq":"5","\U0001f600":"","\ufb33":""}'.encode()
        self.assert_holds("proof", ledger.inclusion(5, 9))
        self.assert_holds(*self.export(ledger.entries, ledger.head(SIZE)))

    def test_no_bit_of_a_proof_can_be_changed(self):
        main = runpy.run_path(str(SCRIPT))["main"]  # within this process: there are many bits
        file = self.folder / "file"
        for proof in (self.ledger.inclusion(1, 3), self.ledger.consistency(2, 3)):
            text = canonical(proof).encode()
            for bit in range(0, 8 * len(text), 3):
                changed = bytearray(text)
                changed[bit // 8] ^= 1 << bit % 8
                file.write_bytes(changed)
                with unittest.mock.patch.object(sys, "argv", [str(SCRIPT), "proof", str(file)]), \
                        contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")), \
                        self.assertRaises(SystemExit, msg=changed) as stopped:
                    main()
                self.assertEqual(stopped.exception.code, 5, changed)

    def test_what_is_no_such_file_is_said_to_be_none(self):
        for text in ("", "{}", "[]", "null", "1", '"x"', "[" * 100000, b"\xff", '{"a":"\\ud800"}',
                     '["entry","head","index","proof","type"]', ' {"new":1,"old":2,"proof":3,"type":"consistency"}',
                     '{"entry":[],"head":[],"index":[],"proof":[],"type":"inclusion"}'):
            for what in ("proof", "head"):
                self.assert_fails("", what, text)

    def test_what_cannot_be_checked_is_not_said_to_hold(self):
        self.assertEqual(subprocess.run([sys.executable, str(SCRIPT), "head", str(self.folder / "absent")],
                                        capture_output=True, timeout=60).returncode, 2)
        # Python without site-packages has no "cryptography".
        unsigned = self.run_on("proof", self.ledger.inclusion(2, 9), python=("-S",))
        self.assertEqual(unsigned.returncode, 2)
        self.assertIn("SIGNATURES WERE NOT CHECKED", unsigned.stdout)
        broken = {**self.ledger.inclusion(2, 9), "index": "3"}
        self.assertEqual(self.run_on("proof", broken, python=("-S",)).returncode, 5)


if __name__ == "__main__":
    unittest.main()
