#!/usr/bin/env python3
"""Checks what a muster ledger hands out, without muster. The format is described in ledger-format.md.

  check_ledger.py proof FILE [--key HEX]              a proof file (inclusion or consistency)
  check_ledger.py head FILE [--key HEX]               a signed tree head
  check_ledger.py export FILE HEADFILE [--key HEX]    all entries, one a line, against a signed tree head

--key is the ledger's public key as you know it from elsewhere. Without it a head is held against the key that it names
itself, which anybody could have made. Exit status: 0 all holds; 5 something does not hold, and is named; 2 could not be
checked (no such file, or Python's "cryptography", which the signatures need, is not installed)."""

import argparse
import hashlib
import json
import pathlib
import re
import sys

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None


def hold(condition, otherwise):
    if not condition:
        print("DOES NOT HOLD: " + otherwise)
        sys.exit(5)


def canonical(value):
    """RFC 8785, as far as it is needed here: all values are texts, lists of texts or objects."""
    def ordered(part):
        names = sorted(part, key=lambda name: name.encode("utf-16-be")) if isinstance(part, dict) else None
        return part if names is None else {name: ordered(part[name]) for name in names}
    return json.dumps(ordered(value), separators=(",", ":"), ensure_ascii=False)


def load(file):
    text = pathlib.Path(file).read_bytes().decode().strip(" \t\r\n")
    hold(canonical(json.loads(text)) == text, f"{file} is not in canonical form: it was changed")
    return json.loads(text)


def raw(text, size):
    hold(re.fullmatch("[0-9a-f]{%d}" % (2 * size), text), f"{text!r} should be {size} bytes in hexadecimal digits")
    return bytes.fromhex(text)


def number(text):
    hold(re.fullmatch("0|[1-9][0-9]{0,19}", text), f"{text!r} should be a number")
    return int(text)


def seq_of(entry):
    """What the entry calls itself; None if its text is not that of an entry in canonical form."""
    try:
        value = json.loads(entry)
        return value["seq"] if canonical(value).encode() == entry else None
    except (ValueError, TypeError, KeyError):
        return None


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def check_head(head, key, what="the head"):
    hold(sorted(head) == ["key", "ledger", "root", "signature", "size", "time"], f"{what} has other members")
    size, root = number(head["size"]), raw(head["root"], 32)
    public, signature = raw(head["key"], 32), raw(head["signature"], 64)
    hold(key in (None, head["key"]), f"{what} is signed by the key {head['key']}, not by {key}")
    signed = "muster tree head 1\n" + canonical({name: head[name] for name in ("ledger", "root", "size", "time")})
    try:
        if Ed25519PublicKey:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, signed.encode())
    except InvalidSignature:
        hold(False, f"the signature of {what}: it was changed")
    print(f"{what}: ledger {head['ledger']}, {size} entries, root {head['root']}, {head['time']}")
    return size, root


def split(n):  # the largest power of two below n, where RFC 9162 divides a tree of n leaves
    return 1 << (n - 1).bit_length() - 1


def root_by_path(leaf, m, n, path):
    """The root to which PATH(m, D_n) of RFC 9162 (2.1.3.1) leads from a leaf; takes the nodes it uses from the path."""
    if n == 1:
        return leaf
    node, k = path.pop(), split(n)
    return node_hash(root_by_path(leaf, m, k, path), node) if m < k else \
        node_hash(node, root_by_path(leaf, m - k, n - k, path))


def roots_by_proof(old_root, m, n, whole, proof):
    """The old and the new root to which SUBPROOF(m, D_n, whole) of RFC 9162 (2.1.4.1) leads."""
    if m == n:
        root = old_root if whole else proof.pop()
        return root, root
    node, k = proof.pop(), split(n)
    if m <= k:
        old, new = roots_by_proof(old_root, m, k, whole, proof)
        return old, node_hash(new, node)
    old, new = roots_by_proof(old_root, m - k, n - k, False, proof)
    return node_hash(node, old), node_hash(node, new)


def check_inclusion(proof, key):
    size, root = check_head(proof["head"], key)
    index, entry = number(proof["index"]), proof["entry"].encode()
    path = [raw(node, 32) for node in proof["proof"]]
    hold(seq_of(entry) == proof["index"], f"the entry's text is not in canonical form, or not that of entry {index}")
    hold(index < size, f"entry {index} does not belong to {size} entries")
    hold(root_by_path(leaf_hash(entry), index, size, path) == root and not path,
         f"the path from entry {index} to the root: the entry or the path was changed")
    print(f"entry {index} is {proof['entry']}\nthis entry is in that ledger, unchanged")


def check_consistency(proof, key):
    size, root = check_head(proof["old"], key, "the old head")
    new_size, new_root = check_head(proof["new"], key, "the new head")
    hold(all(proof["old"][name] == proof["new"][name] for name in ("ledger", "key")), "the heads are of two ledgers")
    hold(size <= new_size, f"the old head has {size} entries, the new one only {new_size}: entries are missing")
    nodes = [raw(node, 32) for node in proof["proof"]]
    empty = hashlib.sha256().digest(), new_root  # an empty ledger is the beginning of every ledger
    hold((root, new_root) == (empty if 0 == size < new_size else roots_by_proof(root, size, new_size, True, nodes)) and
         not nodes, "that the new ledger begins with the old one: entries were changed, or the proof was")
    print("the new ledger begins with all entries of the old one, unchanged")


def check_export(file, head, key):
    peaks, count = [], 0  # (leaves, root) of the perfect subtrees so far, the largest first
    for line in file:
        entry = line.rstrip(b"\n")
        hold(seq_of(entry) == str(count), f"line {count + 1} is not entry {count} in canonical form")
        peaks.append((1, leaf_hash(entry)))
        while len(peaks) > 1 and peaks[-2][0] == peaks[-1][0]:
            (n, left), (_, right) = peaks[-2:]
            peaks[-2:] = [(2 * n, node_hash(left, right))]
        count += 1
    root = peaks.pop()[1] if peaks else hashlib.sha256().digest()
    while peaks:
        root = node_hash(peaks.pop()[1], root)
    size, signed_root = check_head(head, key)
    hold(count == size, f"there are {count} entries, the head says {size}")
    hold(root == signed_root, f"the root of the entries is {root.hex()}, the head says {signed_root.hex()}")
    print("these are the entries that the head was signed for")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["proof", "head", "export"])
    parser.add_argument("file", nargs="+")
    parser.add_argument("--key")
    asked = parser.parse_args()
    if len(asked.file) != (2 if asked.what == "export" else 1):
        parser.error("one FILE is wanted; for export, FILE and HEADFILE")
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        value = load(asked.file[-1])
        if asked.what == "export":
            with open(asked.file[0], "rb") as entries:
                check_export(entries, value, asked.key)
        elif asked.what == "head":
            check_head(value, asked.key)
        elif sorted(value) == ["entry", "head", "index", "proof", "type"] and value["type"] == "inclusion":
            check_inclusion(value, asked.key)
        else:
            hold(sorted(value) == ["new", "old", "proof", "type"] and value["type"] == "consistency", "the type")
            check_consistency(value, asked.key)
    except OSError as error:
        parser.error(str(error))
    except IndexError:
        hold(False, "the proof is too short")
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        hold(False, f"the file is not of this format ({error})")
    if asked.key is None:
        print("note: without --key, the key that signed is the one that the head itself names")
    if not Ed25519PublicKey:
        print('the rest holds, but SIGNATURES WERE NOT CHECKED: Python\'s "cryptography" is not installed')
        sys.exit(2)


if __name__ == "__main__":
    main()
