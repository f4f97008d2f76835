#!/usr/bin/env python3
"""Holds the source tree to its architecture: who may include whom, and where heavy headers may stand."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# The graph of ARCHITECTURE.md: each module and what it builds on directly.
BUILDS_ON = {
    "base": set(),
    "genetics": {"base"},
    "pedigree": {"genetics"},
    "likelihood": {"pedigree"},
    "identify": {"likelihood"},
    "screening": {"identify"},
    "joint": {"identify"},
    "formats": {"joint"},
    "report": {"joint"},
    "execute": {"base"},
    "names": {"base"},
    "ledger": {"base"},
    "store": {"base"},
    "register": {"ledger", "store"},
    "print": {"base"},
    "app": {"formats", "report", "register", "names", "screening", "execute", "print"},
}
HEAVY = {
    "nlohmann/json.hpp": ("src/formats/", "apps/server/body.cpp"),
    "CLI/CLI.hpp": ("apps/muster/main.cpp",),
    "simdjson.h": ("src/ledger/",),
    "sodium.h": ("src/ledger/", "src/store/"),
    "openssl/": ("src/ledger/", "apps/server/listener.cpp"),
    "boost/beast/": ("apps/server/connection.cpp",),
    "boost/asio": ("apps/server/connection.hpp", "apps/server/connection.cpp", "apps/server/listener.cpp"),
    "zip.h": ("src/formats/",),
    "xlsxwriter.h": ("src/formats/",),
    "soci/": ("src/store/",),
    "sqlite3.h": ("src/store/",),
    "pugixml.hpp": ("src/formats/",),
    "hwy/": ("src/screening/kernels/",),
    "tbb/": ("src/screening/",),
    "xxhash.h": ("src/base/checksum.cpp",),
    "cairo": ("src/print/",),
    "pango/": ("src/print/",),
    "qrencode.h": ("src/print/",),
    "qpdf/": ("src/print/",),
    "unicode/": ("src/base/nfc.cpp", "src/names/"),
}


def below(module):
    seen = {module}
    todo = [module]
    while todo:
        for other in BUILDS_ON[todo.pop()] - seen:
            seen.add(other)
            todo.append(other)
    return seen


def sources():
    for folder in ("src", "apps"):
        for file in sorted((ROOT / folder).rglob("*.[ch]pp")):
            yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


class Layers(unittest.TestCase):
    def test_the_link_graph_is_the_one_that_is_drawn(self):
        text = (ROOT / "CMakeLists.txt").read_text()
        drawn = {}
        for name, depends in re.findall(r"muster_module\((\w+)(?: DEPENDS ([\w ]+))?\)", text):
            drawn[name] = set(depends.split())
        self.assertEqual(drawn, BUILDS_ON)

    def test_modules_include_only_what_stands_below_them(self):
        for name, text in sources():
            used = set(re.findall(r'#include "muster/(\w+)/', text))
            if name.startswith("src/"):
                module = name.split("/")[1]
                self.assertLessEqual(used, below(module), name)
            else:
                self.assertLessEqual(used, {"app", "base"}, f"{name}: the apps see only app (and base)")

    def test_heavy_headers_stay_where_they_are_allowed(self):
        for name, text in sources():
            for header, places in HEAVY.items():
                if f"#include <{header}" in text or f'#include "{header}' in text:
                    self.assertTrue(name.startswith(places), f"{name} includes {header}")
                    self.assertNotIn("/include/", name, f"{header} must not be in a public header")


if __name__ == "__main__":
    unittest.main()
