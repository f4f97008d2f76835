#!/usr/bin/env python3
"""Builds the page (web/) with npm and writes it as a C++ source that holds every file, plain and compressed."""

import argparse
import gzip
import hashlib
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
WEB = ROOT / "web"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
         ".svg": "image/svg+xml", ".json": "application/json", ".png": "image/png", ".ico": "image/x-icon",
         ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8"}


def build(npm):
    """Installs what package-lock.json names, unless just that is installed, and builds web/dist."""
    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    stamp = WEB / "node_modules" / ".muster-lock"
    if not stamp.is_file() or stamp.read_text() != lock:
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=WEB, check=True, stdout=sys.stderr)
        stamp.write_text(lock)
    shutil.rmtree(WEB / "dist", ignore_errors=True)
    subprocess.run([npm, "run", "build"], cwd=WEB, check=True, stdout=sys.stderr)


def literal(data):
    """Bytes as string literals, in pieces that every compiler takes."""
    lines = []
    for at in range(0, len(data), 4096):
        piece = "".join(f"\\{byte:03o}" for byte in data[at:at + 4096])
        lines.append(f'    "{piece}"')
    return "\n".join(lines) or '    ""'


def source(files):
    out = ['#include "assets.hpp"', "", "#include <array>", "", "namespace muster::server {", "namespace {", ""]
    rows = []
    for number, (path, data) in enumerate(files):
        zipped = gzip.compress(data, 9, mtime=0)
        out += [f"constexpr char plain_{number}[] =\n{literal(data)};", f"constexpr char gzip_{number}[] =\n{literal(zipped)};"]
        kind = TYPES.get(pathlib.PurePosixPath(path).suffix, "application/octet-stream")
        etag = hashlib.sha256(data).hexdigest()[:32]
        rows.append(f'    Asset{{"{path}", "{kind}", "\\"{etag}\\"", {{plain_{number}, {len(data)}}}, {{gzip_{number}, {len(zipped)}}}}},')
    out += [f"constexpr std::array<Asset, {len(rows)}> all{{", *rows, "};", "", "} // namespace", "",
            "std::span<const Asset> assets() {", "    return all;", "}", "", "} // namespace muster::server", ""]
    return "\n".join(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--npm", default="npm")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    given = parser.parse_args()
    build(given.npm)
    dist = WEB / "dist"
    files = [(file.relative_to(dist).as_posix(), file.read_bytes()) for file in sorted(dist.rglob("*")) if file.is_file()]
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(source(files))


if __name__ == "__main__":
    main()
