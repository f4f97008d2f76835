#!/usr/bin/env python3
"""The register as its users meet it, from the turnover to the profile: what is printed, what is refused, and with which
exit status. Run by ctest with MUSTER_BINARY set, beside a PostgreSQL server (MUSTER_TEST_POSTGRESQL)."""

import csv
import io
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import zipfile

MUSTER = os.environ["MUSTER_BINARY"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECKER = ROOT / "docs/check_ledger.py"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


class Register(unittest.TestCase):
    store = None

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        self.environment = {k: v for k, v in os.environ.items() if k not in ("MUSTER_STORE", "MUSTER_KEY")}
        self.environment["MUSTER_USER"] = "Custodian A"

    def tearDown(self):
        self.folder.cleanup()

    def run_muster(self, *arguments):
        return subprocess.run([MUSTER, *map(str, arguments)], cwd=self.path, env=self.environment,
                              capture_output=True, text=True, timeout=300)

    def muster(self, *arguments):
        """A command that is to succeed; what it prints."""
        result = self.run_muster(*arguments)
        self.assertEqual(result.returncode, 0, f"{arguments}\n{result.stdout}{result.stderr}")
        self.assertEqual(result.stderr, "", arguments)
        return result.stdout

    def refused(self, status, words, *arguments):
        """A command that is to fail so, with these words in its message."""
        result = self.run_muster(*arguments)
        self.assertEqual(result.returncode, status, f"{arguments}\n{result.stdout}{result.stderr}")
        for line in result.stderr.splitlines():
            self.assertTrue(line.startswith("muster: "), line)
        for word in [words] if isinstance(words, str) else words:
            self.assertIn(word, result.stderr)
        return result

    def json(self, *arguments):
        return json.loads(self.muster(*arguments, "--json"))

    def write(self, name, content):
        (self.path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    def begin(self):
        """A register with its parties and the turnover of 55."""
        self.muster("init", "--title", "Test laboratory")
        for key, kind in (("KPA", "Military"), ("UNC", "Military"), ("USAF", "Carrier"), ("CIL", "Laboratory")):
            self.muster("party", "add", key, "--name", f"party {key}", "--type", kind)
        self.muster("turnover", "add", "Wonsan 2018", "--on", "2018-07-27", "--place", "Wonsan", "--from", "KPA",
                    "--to", "UNC", "--claimed", "55", "--latitude", "39.15", "--longitude", "127.44")

    def cases(self, first=1, last=55):
        return "turnover,number,seal\n" + "".join(f"Wonsan 2018,{n:02},S-{n:02}\n" for n in range(first, last + 1))

    def rewrite(self, statement):
        """Changes the store as somebody would who has its file."""
        database = sqlite3.connect(self.path / "muster.db")
        with database:
            database.execute(statement)
        database.close()


class Story(Register):
    def test_from_the_turnover_to_the_profile_with_nothing_lost(self):
        self.begin()
        self.receive()
        self.hand_over()
        self.examine()
        self.type()
        self.resolve()
        self.outside()
        self.keep()

    def receive(self):
        self.write("cases.csv", self.cases())
        dry = self.muster("case", "import", "cases.csv", "--dry-run")
        self.assertIn("nothing was recorded", dry)
        self.assertEqual(self.json("case", "list"), [])
        self.assertIn("recorded 55 case records, entries 6 to 60\n", self.muster("case", "import", "cases.csv"))
        self.assertEqual(len(self.json("case", "list")), 55)
        told = self.muster("turnover", "receive", "--turnover", "Wonsan 2018", "--on", "2018-07-27", "--by", "Counter",
                           "--received", "54")
        self.assertIn("finding opened: F61 count mismatch, turnover:Wonsan 2018: 55 cases claimed, 54 counted", told)
        self.write("lid.png", PNG)
        self.muster("photograph", "add", "lid.png", "--of", "case:Wonsan 2018/01", "--caption", "lid")
        self.refused(3, "neither JPEG, PNG", "photograph", "add", "cases.csv", "--of", "case:Wonsan 2018/01")
        self.refused(3, "no such file", "photograph", "add", "none.png", "--of", "case:Wonsan 2018/01")
        self.muster("photograph", "export", "#62", "--out", "again.png")
        self.assertEqual((self.path / "again.png").read_bytes(), PNG)

    def hand_over(self):
        self.muster("custody", "transfer", "leg-1", "--items", "case:Wonsan 2018/*", "--from", "UNC", "--to", "CIL",
                    "--carrier", "USAF", "--departed", "2018-07-28T10:00+09:00", "--due", "2018-07-29", "--seal", "W-1",
                    "--to-place", "Hawaii")
        self.assertIn("under way, OVERDUE", self.muster("custody", "list"))
        told = self.muster("custody", "confirm", "--transfer", "leg-1", "--received", "2018-07-29", "--by", "Receiver",
                           "--items", "all", "--except", "Wonsan 2018/17", "--seal-condition", "Broken",
                           "--broken", "Wonsan 2018/03")
        self.assertIn("finding opened: F64.1 broken seal", told)
        self.assertIn("F64.2 count mismatch, transfer:leg-1: 55 sent, 54 received; missing: case:Wonsan 2018/17", told)
        seen = self.muster("custody", "show", "Wonsan 2018/03")
        self.assertIn("with CIL, Hawaii, received 2018-07-29", seen)
        self.assertIn("its seal  BROKEN OR MISSING", seen)
        self.assertIn("MISSING: not among what was received of leg-1", self.muster("custody", "show", "Wonsan 2018/17"))
        self.assertIn("lid.png", self.muster("custody", "show", "Wonsan 2018/01"))

    def examine(self):
        self.muster("accession", "add", "CIL 2018-1", "--on", "2018-08-01", "--lab", "CIL", "--cases", "Wonsan 2018/*")
        self.write("specimens.csv", "accession,designator,human,bone,side,completeness,mass g,case\n"
                                    "CIL 2018-1,101,Human,Femur,Left,Complete,412.50,Wonsan 2018/01\n"
                                    "CIL 2018-1,102,Human,Femur,Left,Complete,400,Wonsan 2018/02\n")
        self.muster("specimen", "import", "specimens.csv")
        self.muster("individual", "add", "--accession", "CIL 2018-1", "--number", "01")
        for designator, finding in (("101", ""), ("102", "duplicate element")):
            self.assertIn(finding, self.muster("individual", "assign", "--specimen", f"CIL 2018-1, {designator}",
                                               "--individual", "CIL 2018-1-I-01", "--on", "2018-08-03"))
        self.muster("specimen", "cut", "cut-1", "--of", "specimen:CIL 2018-1, 101", "--on", "2018-08-04",
                    "--removed-g", "4", "--kerf-g", "0.5", "--retained-g", "408")
        self.muster("sample", "add", "--specimen", "CIL 2018-1, 101", "--label", "01A", "--cut", "cut-1",
                    "--material", "bone", "--mass-g", "4", "--on", "2018-08-04")
        told = self.muster("sample", "extract", "--sample", "CIL 2018-1, 101, 01A", "--label", "E1", "--on",
                           "2018-08-05", "--consumed-g", "3", "--retained-g", "3", "--by", "Analyst")
        self.assertIn("mass balance", told)
        record = self.json("show", "extraction:CIL 2018-1, 101, 01A, E1")
        self.assertEqual(record["fields"]["by"], "Analyst")
        self.assertEqual(record["entries"][0]["who"], "Custodian A")
        told = self.muster("correct", "extraction", "CIL 2018-1, 101, 01A, E1", "--set", "consumed_g=1", "--reason",
                           "misread the scale")
        self.assertIn("finding cleared:", told)

    def type(self):
        self.write("typing.csv", "sample,marker,allele1,allele2,replicate,kit\n01A,TH01,6,9.3,1,K\n01A,TH01,6,,2,K\n")
        self.assertIn("recorded 2 result records",
                      self.muster("profile", "import", "typing.csv", "--test", "autosomal STR", "--on", "2018-08-06"))
        self.refused(3, ["typing.csv:2: replicate 1", "already", "2 problems in 2 rows"], "profile", "import",
                     "typing.csv", "--test", "autosomal STR", "--on", "2018-08-06")
        result = self.json("list", "result")[0]["key"]
        shown = self.json("show", result)
        self.assertEqual(json.loads(shown["personal"]["profile"]),
                         {"TH01": {"alleles": ["6", "9.3"], "status": "typed"}})
        self.assertNotIn("profile", shown["fields"])

    def resolve(self):
        identifiers = [finding["id"] for finding in self.json("finding", "list")]
        self.assertIn("F61", identifiers)
        self.refused(3, "reason", "finding", "resolve", "F61")
        self.assertIn("finding resolved: F61", self.muster("finding", "resolve", "F61", "--reason", "one held two"))
        self.refused(4, "closed already", "finding", "resolve", "F61", "--reason", "again")
        self.refused(3, "no finding", "finding", "resolve", "F5", "--reason", "why")
        self.muster("finding", "note", "--about", "case:Wonsan 2018/05", "--text", "lid cracked")
        now = [finding["id"] for finding in self.json("finding", "list")]
        self.assertNotIn("F61", now)
        self.assertEqual(len(now), len(identifiers))
        table = self.muster("finding", "list", "--csv")
        self.assertEqual([row["id"] for row in csv.DictReader(io.StringIO(table))], now)

    def outside(self):
        self.muster("ledger", "head", "--out", "head.json")
        key = json.loads((self.path / "head.json").read_text())["key"]
        self.muster("party", "add", "LATER", "--name", "later", "--type", "Other")
        self.muster("ledger", "prove", "64", "--out", "entry.json")
        self.muster("ledger", "consistency", "head.json", "--out", "goes-on.json")
        self.muster("ledger", "export", "--out", "export.jsonl")
        for proof in ("entry.json", "goes-on.json"):
            self.assertTrue(self.muster("ledger", "check", proof, "--key", key).startswith("holds: "))
            self.assertIn("unchanged", self.independently("proof", proof, "--key", key))
            self.refused(5, proof, "ledger", "check", proof, "--key", "ab" * 32)
        self.write("broken.json", (self.path / "entry.json").read_text().replace("leg-1", "leg-2"))
        self.refused(5, "broken.json", "ledger", "check", "broken.json", "--key", key)
        self.muster("ledger", "head", "--out", "newest.json")
        self.independently("export", "export.jsonl", "newest.json", "--key", key)
        lines = (self.path / "export.jsonl").read_text().splitlines()
        self.assertEqual([int(json.loads(line)["seq"]) for line in lines], list(range(len(lines))))

    def independently(self, *arguments):
        """Checked by the second program, which shares nothing with muster."""
        checked = subprocess.run([sys.executable, CHECKER, *arguments], cwd=self.path, capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        return checked.stdout

    def keep(self):
        self.assertTrue(self.muster("ledger", "verify", "--head", "head.json").startswith("whole: "))
        told = self.muster("backup", "copy.db")
        self.assertIn("has the same head", told)
        self.refused(4, "there already", "backup", "copy.db")
        told = self.muster("restore", "copy.db", "--store", "sqlite:restored.db")
        self.assertIn("backup ", told)
        self.assertNotIn("ledger here", told)
        before = self.json("ledger", "verify")
        self.assertEqual(self.json("ledger", "verify", "--store", "sqlite:restored.db")["head"], before["head"])
        subject = "sample:CIL 2018-1, 101, 01A"
        self.refused(3, "reason", "ledger", "erase", subject)
        self.muster("ledger", "erase", subject, "--reason", "consent withdrawn")
        self.refused(4, "no personal data", "ledger", "erase", subject, "--reason", "again")
        after = self.json("ledger", "verify")
        self.assertTrue(after["whole"])
        self.assertEqual((after["payloads"], after["erased"]), (0, before["payloads"]))
        self.muster("ledger", "rebuild")
        self.assertTrue(self.json("ledger", "verify")["whole"])


class Tampering(Register):
    def test_a_changed_entry_is_named_with_status_5(self):
        self.begin()
        self.rewrite("UPDATE entry SET text = replace(text, 'Wonsan', 'Wonsam') WHERE seq = 5")
        result = self.run_muster("ledger", "verify")
        self.assertEqual(result.returncode, 5)
        self.assertIn("entry 5", result.stdout.splitlines()[0])
        result = self.run_muster("ledger", "verify", "--json")
        self.assertEqual(result.returncode, 5)
        self.assertEqual(json.loads(result.stdout)["flaws"][0]["entry"], 5)
        self.refused(5, "entry 5", "backup", "copy.db")
        self.assertEqual(self.refused(5, "entry 5", "ledger", "export").stdout, "")

    def test_a_deleted_entry_is_named(self):
        self.begin()
        self.rewrite("DELETE FROM entry WHERE seq = 3")
        result = self.run_muster("ledger", "verify")
        self.assertEqual(result.returncode, 5)
        self.assertIn("entry 3", result.stdout.splitlines()[0])

    def test_an_end_that_was_cut_off_shows_against_an_older_head(self):
        self.begin()
        self.muster("backup", "before.db")
        self.muster("party", "add", "X", "--name", "x", "--type", "Other")
        self.muster("ledger", "head", "--out", "newer.json")
        self.assertEqual(self.run_muster("ledger", "verify", "--head", "newer.json").returncode, 0)
        cut = self.run_muster("ledger", "verify", "--store", "sqlite:before.db", "--head", "newer.json")
        self.assertEqual(cut.returncode, 5)
        self.assertIn("entry 6 is the first that is missing", cut.stdout)
        self.refused(5, "missing", "ledger", "consistency", "newer.json", "--store", "sqlite:before.db")

    def test_a_changed_table_is_found(self):
        self.begin()
        self.rewrite("UPDATE record SET text = replace(text, '55', '54') WHERE kind = 'turnover'")
        self.assertEqual(self.run_muster("ledger", "verify").returncode, 5)
        self.muster("ledger", "rebuild")
        self.muster("ledger", "verify")


    def test_a_store_that_can_no_longer_be_opened_is_not_whole(self):
        self.begin()
        whole = (self.path / "muster.db").read_bytes()
        for statement in ("DELETE FROM migration", "DROP TABLE migration", "DROP TABLE entry",
                          "INSERT INTO migration VALUES (99, 'planted', 'x')", "UPDATE migration SET sha256 = 'x'"):
            (self.path / "muster.db").write_bytes(whole)
            self.rewrite(statement)
            self.not_whole("muster.db", statement)
        for changed in (whole.replace(b"TABLE entry", b"TABLX entry"), b"X" + whole[1:]):
            self.write("muster.db", changed)
            self.not_whole("muster.db")

    def not_whole(self, named, *about):
        result = self.run_muster("ledger", "verify")
        self.assertEqual(result.returncode, 5, (about, result.stdout, result.stderr))
        self.assertTrue(result.stdout.startswith("NOT WHOLE: "), result.stdout)
        self.assertIn(named, result.stdout.splitlines()[0])
        result = self.run_muster("ledger", "verify", "--json")
        self.assertEqual(result.returncode, 5)
        self.assertFalse(json.loads(result.stdout)["whole"])

    def test_what_never_was_a_store_is_bad_input(self):
        self.begin()
        self.muster("ledger", "export", "--out", "export.jsonl")
        database = sqlite3.connect(self.path / "other.db")
        database.execute("CREATE TABLE a (b)")
        database.close()
        for name in ("none.db", "other.db", "export.jsonl"):
            self.refused(3, "not a store", "ledger", "verify", "--store", f"sqlite:{name}")

    def test_a_key_or_head_of_another_ledger_is_told_as_such(self):
        self.begin()
        self.muster("init", "--store", "sqlite:other.db")
        self.muster("ledger", "head", "--store", "sqlite:other.db", "--out", "other.json")
        self.refused(3, "no such key file", "ledger", "verify", "--key", "none.key")
        key = json.loads(self.muster("ledger", "verify", "--json"))["key"]
        self.muster("ledger", "verify", "--key", key)
        self.another("the key that was given", "--key", key[::-1])
        self.another("other.db.key", "--key", "other.db.key")
        self.another("other.json", "--head", "other.json")
        self.environment["MUSTER_KEY"] = "other.db.key"
        self.another("other.db.key")
        del self.environment["MUSTER_KEY"]
        (self.path / "other.db.key").replace(self.path / "muster.db.key")
        self.another("muster.db.key")
        self.rewrite("UPDATE entry SET text = replace(text, 'Wonsan', 'Wonsam') WHERE seq = 5")
        lines = self.run_muster("ledger", "verify").stdout.splitlines()
        self.assertTrue(lines[0].startswith("NOT WHOLE: entry 5"), lines)
        self.assertTrue(lines[-1].startswith("ANOTHER LEDGER: muster.db.key"), lines)

    def another(self, what, *arguments):
        result = self.run_muster("ledger", "verify", *arguments)
        self.assertEqual(result.returncode, 5)
        self.assertTrue(result.stdout.startswith(f"ANOTHER LEDGER: {what}: is "), result.stdout)
        self.assertIn("\nwhole: 6 entries", result.stdout)
        self.assertNotIn("NOT WHOLE", result.stdout)
        told = json.loads(self.run_muster("ledger", "verify", *arguments, "--json").stdout)
        self.assertEqual((told["whole"], told["another_ledger"], len(told["flaws"])), (False, True, 1))

    def test_what_is_no_head_is_bad_input(self):
        self.begin()
        self.muster("ledger", "prove", "1", "--out", "proof.json")
        self.write("empty.json", "")
        for name in ("proof.json", "empty.json", "muster.db.key"):
            for command in (("verify", "--head", name), ("consistency", name)):
                self.refused(3, (name, "is no head"), "ledger", *command)

    def test_a_store_that_lost_its_end_is_damaged(self):
        self.begin()
        self.write("cases.csv", self.cases())
        self.muster("case", "import", "cases.csv")
        whole = (self.path / "muster.db").read_bytes()
        self.write("muster.db", whole[: len(whole) // 2])
        self.refused(5, ("damaged", "restore it from a backup"), "case", "list")
        self.not_whole("damaged")
        self.write("muster.db", "")
        self.refused(3, "it is empty", "case", "list")
        self.refused(3, "it is a folder", "case", "list", "--store", "sqlite:.")



class Output(Register):
    def setUp(self):
        super().setUp()
        self.begin()
        self.write("lid.png", PNG)
        self.muster("photograph", "add", "lid.png", "--of", "turnover:Wonsan 2018")
        self.muster("ledger", "head", "--out", "head.json")
        self.write("bad.csv", "turnover,number\nnone,1\n")
        self.commands = (("ledger", "head", "--out"), ("ledger", "prove", "1", "--out"), ("ledger", "export", "--out"),
                         ("ledger", "consistency", "head.json", "--out"), ("photograph", "export", "#6", "--out"),
                         ("import", "case", "bad.csv", "--errors"), ("case", "template", "--out"))

    def test_stores_and_keys_are_never_overwritten(self):
        (self.path / "link.csv").symlink_to("muster.db")
        self.write("key.csv", (self.path / "muster.db.key").read_bytes())
        before = {name: (self.path / name).read_bytes() for name in ("muster.db", "muster.db.key", "key.csv")}
        for command in self.commands:
            for name in ("muster.db", "muster.db.key", "link.csv", "key.csv", "muster.db-wal"):
                if command[1] == "template" and not name.endswith(".csv"):
                    self.refused(2, ".xlsx or .csv", *command, name)
                else:
                    self.refused(4, name, *command, name)
        for name, content in before.items():
            self.assertEqual((self.path / name).read_bytes(), content, name)
        self.muster("ledger", "verify")

    def test_a_file_that_is_there_stays_as_it_is(self):
        for command in self.commands:
            self.write("kept.csv", "kept by somebody\n")
            self.refused(4, "kept.csv: a file is there already", *command, "kept.csv")
            self.assertEqual((self.path / "kept.csv").read_text(), "kept by somebody\n")
        for _ in range(2):  # the problems of an attempt take the place of those before
            self.refused(3, "1 problem", "import", "case", "bad.csv", "--errors", "errors.csv")
        self.refused(4, "bad.csv", "import", "case", "bad.csv", "--errors", "bad.csv")

    def test_folders_are_not_made(self):
        for command in self.commands:
            self.refused(3, "there is no folder none", *command, "none/new.csv")
        self.assertFalse((self.path / "none").exists())

    def test_pipes_and_devices_are_written_to(self):
        for command in self.commands:
            if command[-1] == "--out":
                self.assertEqual(self.run_muster(*command, "/dev/full").returncode, 2 if command[1] == "template" else 3)
        self.assertEqual(self.muster("ledger", "head", "--out", "/dev/stdout"), self.muster("ledger", "head"))
        self.assertEqual(self.muster("ledger", "export", "--out", "/dev/stdout"), self.muster("ledger", "export"))
        self.assertEqual(self.muster("case", "template", "--out", "/dev/stdout"), self.muster("case", "template"))
        photograph = subprocess.run([MUSTER, "photograph", "export", "#6", "--out", "/dev/stdout"], cwd=self.path,
                                    env=self.environment, capture_output=True)
        self.assertEqual(photograph.stdout, PNG)
        self.assertIn("turnover: 'none' is not recorded", self.refused(3, "1 problem", *self.commands[5], "/dev/stdout").stdout)
        with open(self.path / "sent.json", "wb") as file:
            subprocess.run([MUSTER, "ledger", "head", "--out", "/dev/stdout"], cwd=self.path, env=self.environment,
                           stdout=file, check=True)
        self.assertEqual((self.path / "sent.json").read_text(), self.muster("ledger", "head"))
        self.assertTrue(pathlib.Path("/dev/null").is_char_device())


class Import(Register):
    def test_every_problem_of_every_row_is_told_and_nothing_is_recorded(self):
        self.begin()
        self.write("cases.csv", "turnover,number\nWonsan 2018,01\nWonsan 2017,02\n\nWonsan 2018,\n")
        result = self.refused(3, ["cases.csv:3: turnover: 'Wonsan 2017' is not recorded", "cases.csv:5: number: is missing",
                                  "in 2 rows"], "import", "case", "cases.csv", "--errors", "errors.csv")
        self.assertEqual(result.stdout, "")
        self.assertEqual(self.json("case", "list"), [])
        rows = list(csv.reader(io.StringIO((self.path / "errors.csv").read_text())))
        self.assertEqual(rows[0], ["row", "problem"])
        self.assertEqual({row[0] for row in rows[1:]}, {"3", "5"})

    def test_problems_are_given_as_json_too(self):
        self.begin()
        self.write("cases.csv", "turnover,number\nWonsan 2018,01\nWonsan 2017,02\n")
        result = self.refused(3, "nothing was recorded", "import", "case", "cases.csv", "--json")
        problems = json.loads(result.stdout)["problems"]
        self.assertEqual(len(problems), 1)
        self.assertEqual((problems[0]["file"], problems[0]["line"]), ("cases.csv", 3))
        self.assertIn("'Wonsan 2017' is not recorded", problems[0]["message"])

    def test_a_table_is_not_taken_twice_unless_that_is_meant(self):
        self.begin()
        self.write("cases.csv", self.cases(1, 2))
        self.muster("case", "import", "cases.csv")
        self.refused(3, ["cases.csv:2: 'Wonsan 2018/01' is recorded already (entry 6)", "in 2 rows"], "case", "import",
                     "cases.csv")
        self.refused(3, "is recorded already", "case", "add", "--turnover", "Wonsan 2018", "--number", "01")
        self.assertEqual(len(self.json("case", "list")), 2)
        self.assertIn("reused designator", self.muster("case", "import", "cases.csv", "--again"))
        self.assertIn("reused designator",
                      self.muster("case", "add", "--turnover", "Wonsan 2018", "--number", "01", "--again"))

    def test_two_hundred_problems_are_shown_and_the_others_counted(self):
        self.begin()
        self.write("cases.csv", "turnover,number\n" + "".join(f"none,{n}\n" for n in range(300)))
        result = self.refused(3, "more problems", "import", "case", "cases.csv", "--errors", "errors.csv")
        self.assertLess(len(result.stderr.splitlines()), 210)
        self.assertGreaterEqual(len((self.path / "errors.csv").read_text().splitlines()), 301)

    def test_a_workbook_is_read_as_a_table_is(self):
        self.begin()
        self.muster("case", "template", "--out", "cases.xlsx")
        self.fill(self.path / "cases.xlsx", [["Wonsan 2018", f"{n:02}"] for n in range(1, 56)])
        self.assertIn("recorded 55 case records", self.muster("case", "import", "cases.xlsx"))
        self.assertEqual(self.json("case", "show", "Wonsan 2018/55")["entries"][0]["source"], "cases.xlsx:56")

    def fill(self, file, rows):
        """Puts rows of text below the header of a template."""
        cells = "".join(
            f'<row r="{r}">' + "".join(f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t>{text}</t></is></c>'
                                      for c, text in enumerate(row)) + "</row>"
            for r, row in enumerate(rows, start=2))
        with zipfile.ZipFile(file) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        sheet = parts["xl/worksheets/sheet1.xml"].decode()
        self.assertIn("</sheetData>", sheet)
        parts["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", cells + "</sheetData>").encode()
        with zipfile.ZipFile(file, "w") as book:
            for name, content in parts.items():
                book.writestr(name, content)

    def test_the_wrong_table_is_refused(self):
        self.begin()
        self.write("a.csv", "turnover,nmber\nWonsan 2018,1\n")
        self.refused(3, ["a.csv:1", "no field 'nmber'", "turnover, number"], "import", "case", "a.csv")
        self.refused(3, "no such file", "import", "case", "none.csv")
        self.refused(2, "did you mean case", "import", "cse", "a.csv")
        self.refused(2, "not filled in by hand", "import", "ledger", "a.csv")
        self.refused(2, ".xlsx or .csv", "template", "case", "--out", "a.pdf")


class Refusals(Register):
    def test_a_register_is_made_once(self):
        self.muster("init")
        self.assertEqual((self.path / "muster.db.key").stat().st_mode & 0o777, 0o600)
        self.refused(4, "muster.db", "init")
        self.refused(4, "muster.db", "init", "--key", "other.key")
        self.assertNotIn("key", self.run_muster("init").stderr)
        self.refused(2, "mysql", "init", "--store", "mysql:x")
        self.assertFalse((self.path / "other.key").exists())

    def test_there_has_to_be_a_register(self):
        self.refused(3, "muster init", "turnover", "list")
        self.refused(2, "sqlite:PATH", "turnover", "list", "--store", "mysql:x")
        self.refused(6, "cannot be reached", "turnover", "list", "--store",
                     f"postgresql:host={self.path} port=1 dbname=none")

    def test_nobody_records_without_the_right_key(self):
        self.begin()
        self.muster("init", "--store", "sqlite:other.db")
        party = ("party", "add", "P", "--name", "p", "--type", "Other")
        self.refused(4, "not that of the ledger", *party, "--key", "other.db.key")
        self.refused(3, "none.key", *party, "--key", "none.key")
        (self.path / "muster.db.key").chmod(0o644)
        self.refused(4, "muster.db.key", *party)

    def test_all_that_is_missing_is_told_at_once(self):
        self.begin()
        self.refused(3, ["on: is missing", "place: is missing", "claimed: is missing"], "turnover", "add", "T",
                     "--from", "KPA", "--to", "UNC")

    def test_slips_of_the_command_line_have_status_2(self):
        self.refused(2, "no command 'nope'", "nope")
        self.refused(2, "no command 'specimen nope'; see muster specimen --help", "specimen", "nope")
        self.refused(2, "a command is needed; see muster specimen --help", "specimen")
        self.refused(2, "muster specimen add --help", "specimen", "add", "--nope", "1")
        self.refused(2, "muster show --help", "show")

    def test_what_is_not_there_is_said(self):
        self.begin()
        self.refused(3, "no record 'Wonsan'", "show", "Wonsan")
        self.refused(2, "no kind of record", "list", "nonsense")
        self.refused(3, "no entry 99", "ledger", "show", "99")
        self.refused(3, "no entry 99", "ledger", "prove", "99")
        self.refused(3, "none.json", "ledger", "check", "none.json")
        self.write("no-proof.txt", "hello\n")
        self.refused(3, "is no proof", "ledger", "check", "no-proof.txt")
        for typed in ("-1", "99999999999999999999", "1x"):
            for command in (("ledger", "prove"), ("ledger", "show"), ("ledger", "log", "--last")):
                self.refused(2, f"'{typed}'", *command, typed)
        self.assertEqual(self.muster("ledger", "log", "--last", "0"), "")
        self.refused(3, "nothing that is handed over", "custody", "show", "party:KPA")
        self.refused(2, "--as-of", "finding", "list", "--as-of", "soon")
        for command in ("show", "prove"):
            self.refused(3, "there is no entry 999", "ledger", command, "999")
            self.refused(2, "a whole number, found 'x'", "ledger", command, "x")
        self.refused(2, "field=value", "turnover", "correct", "Wonsan 2018", "--set", "claimed", "--reason", "r")

    def test_help_names_the_whole_command(self):
        self.assertIn("Usage: muster custody transfer ", self.muster("help", "custody", "transfer"))
        self.assertIn("Usage: muster import ", self.muster("help", "import"))

    def test_a_record_is_shown_by_the_number_of_its_entry(self):
        self.begin()
        for number in ("5", "#5"):
            self.assertEqual(self.json("show", number)["ref"], "turnover:Wonsan 2018")

    def test_what_is_to_come_is_not_resolved(self):
        self.begin()
        self.muster("case", "add", "--turnover", "Wonsan 2018", "--number", "01")
        told = self.muster("custody", "transfer", "leg", "--items", "case:Wonsan 2018/*", "--from", "UNC", "--to", "CIL",
                           "--departed", "2018-07-28", "--due", "2099-01-01")
        self.assertIn("to watch: F7 overdue confirmation", told)
        self.refused(4, "it counts from 2099-01-0", "finding", "resolve", "F7", "--reason", "late anyway")

    def test_nobody_records_under_an_empty_name(self):
        self.begin()
        party = ("party", "add", "P", "--name", "p", "--type", "Other")
        for empty in ("", "  "):
            self.refused(2, ["--by", "its value is empty"], *party, "--by", empty)
            self.refused(2, ["--head", "its value is empty"], "ledger", "verify", "--head", empty)
        self.environment["MUSTER_USER"] = " "
        self.muster(*party)
        who = self.json("show", "party:P")["entries"][0]["who"]
        self.assertTrue(who.strip())

    def test_an_entry_says_who_and_on_whose_authority(self):
        self.begin()
        self.muster("party", "add", "P", "--name", "p", "--type", "Other", "--by", "Clerk B", "--authority", "Order 7",
                    "--reason", "new partner", "--simulated")
        entry = self.json("show", "party:P")["entries"][0]
        self.assertEqual((entry["who"], entry["authority"], entry["reason"], entry["simulated"]),
                         ("Clerk B", "Order 7", "new partner", "yes"))
        for command in (("show", "party:P"), ("party", "list"), ("ledger", "log", "--last", "1"), ("ledger", "show", "6")):
            self.assertIn("SIMULATED", self.muster(*command), command)


class Simulated(Register):
    def test_every_answer_from_a_simulated_register_says_so(self):
        self.muster("init", "--simulated")
        party = ("party", "add", "A", "--name", "a", "--type", "Other")
        self.assertTrue(self.muster(*party).startswith("SIMULATED: recorded party:A"))
        self.assertTrue(self.json(*party[:2], "B", *party[3:])["simulated"])
        self.assertTrue(self.json(*party[:2], "C", *party[3:], "--dry-run")["simulated"])
        for command in (("list", "case"), ("list", "party"), ("show", "party:A"), ("custody", "list"),
                        ("finding", "list"), ("ledger", "verify"), ("ledger", "head", "--out", "head.json"),
                        ("ledger", "prove", "1", "--out", "proof.json"), ("ledger", "export", "--out", "all.jsonl"),
                        ("ledger", "rebuild"), ("ledger", "log"), ("ledger", "show", "1"), ("backup", "copy.db"),
                        ("restore", "copy.db", "--store", "sqlite:again.db")):
            self.assertIn("SIMULATED", self.muster(*command), command)
        self.assertTrue(self.json("ledger", "verify")["simulated"])
        self.assertTrue(self.json("finding", "note", "--about", "party:A", "--text", "t")["findings"][0]["simulated"])
        self.assertTrue(self.json("finding", "list")[0]["simulated"])
        self.assertTrue(self.json("finding", "show", "F3")["simulated"])


class OnAServer(Register):
    def test_the_same_commands_work_on_postgresql(self):
        server = os.environ.get("MUSTER_TEST_POSTGRESQL")
        if not server:
            self.skipTest("no PostgreSQL server; ctest starts one")
        schema = f"muster_e2e_{os.getpid()}"
        subprocess.run(["psql", "-qd", server, "-c", f"CREATE SCHEMA {schema}"], check=True, capture_output=True)
        try:
            self.environment["MUSTER_STORE"] = f"postgresql:{server} options=-csearch_path={schema}"
            self.refused(2, "--key", "init")
            self.environment["MUSTER_KEY"] = "ledger.key"
            self.begin()
            self.write("cases.csv", self.cases())
            self.muster("case", "import", "cases.csv")
            self.assertEqual(len(self.json("case", "list")), 55)
            self.muster("ledger", "verify")
            self.muster("backup", "copy.db")
            self.assertEqual(self.json("ledger", "head"), self.json("ledger", "head", "--store", "sqlite:copy.db"))
            self.refused(4, "a store is there already", "init", "--key", "new.key")
            subprocess.run(["psql", "-qd", server, "-c", f"DELETE FROM {schema}.migration"], check=True,
                           capture_output=True)
            self.refused(5, "the table of its migrations is empty", "case", "list")
            self.assertEqual(self.run_muster("ledger", "verify").returncode, 5)
        finally:
            subprocess.run(["psql", "-qd", server, "-c", f"DROP SCHEMA {schema} CASCADE"], check=True,
                           capture_output=True)


if __name__ == "__main__":
    unittest.main()
