#!/usr/bin/env python3
"""Who is accounted for, as it is asked on the command line, up to a signed identification. Run by ctest as
register_test.py is."""

import csv
import io
import json
import time
import unittest

from register_test import Register as WithRegister


class Account(WithRegister):
    def begin_roster(self):
        self.begin()
        self.write("roster.csv", "key,role,sex,nation,lost_on,name\n"
                   "P1,Missing,Male,Aland,1950-11-30,A Secret Name\nP2,Missing,Male,Aland,1950-12,\n"
                   "P3,Missing,Female,,1951,\nR1,Relative,Female,,,\n")
        self.muster("import", "person", "roster.csv")
        self.muster("accession", "add", "A1", "--on", "2018-08-01", "--lab", "CIL", "--turnover", "Wonsan 2018")
        self.muster("individual", "add", "--accession", "A1", "--number", "01")

    def identify(self):
        self.muster("identification", "add", "ID1", "--individual", "A1-I-01", "--person", "P2", "--on", "2019-01-01",
                    "--author", "Author")
        self.muster("identification", "evidence", "--identification", "ID1", "--type", "Circumstances", "--direction",
                    "supports", "--text", "found where P2 was lost")
        self.muster("identification", "hypothesis", "--identification", "ID1", "--text", "another of the unit",
                    "--answer", "all others were accounted for")
        for number, (kind, who) in enumerate((("Technical", "Reviewer A"), ("Administrative", "Reviewer B"))):
            self.muster("identification", "review", "--identification", "ID1", "--type", kind, "--outcome", "Accepted",
                        "--on", f"2019-01-0{2 + number}", "--by", who)
        self.muster("identification", "sign", "ID1", "--on", "2019-02-01")

    def figures(self, *arguments):
        return [int(n) for n in self.muster("account", "--csv", *arguments).splitlines()[1].split(",")]

    def test_a_signed_identification_accounts_for_a_person_from_its_date_on_and_the_past_stays_as_it_was(self):
        self.begin_roster()
        self.assertEqual(self.figures(), [3, 3, 0, 0, 0, 0])
        time.sleep(1.1)
        before = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 1))
        then = self.json("account")
        self.identify()
        self.assertEqual(self.figures(), [3, 2, 1, 0, 1, 0])
        self.assertEqual(self.figures("--as-of", before), [3, 3, 0, 0, 0, 0])
        past = self.json("account", "--as-of", before)
        self.assertEqual((past.pop("as_of"), then.pop("as_of")), (before, None))
        self.assertEqual(past, then)
        self.assertEqual(self.figures("--on", "2019-01-31"), [3, 3, 0, 0, 0, 0])
        self.assertEqual(self.figures("--on", "2019-02-01"), [3, 2, 1, 0, 1, 0])
        rows = list(csv.DictReader(io.StringIO(self.muster("account", "--by", "turnover", "--csv"))))
        self.assertEqual([(row["turnover"], row["on the roster"], row["remains identified"]) for row in rows],
                         [("Wonsan 2018", "1", "1"), ("", "2", "0")])
        entries = self.json("account")["total"]["remains identified"]["entries"]
        kinds = [self.json("ledger", "show", entry)["entry"]["kind"] for entry in entries]
        self.assertEqual(kinds, ["person", "identification", "signature"])
        self.assertNotIn("Secret", self.muster("account", "--entries") + json.dumps(self.json("account")))

    def test_reported_figures_stand_beside_the_registers_own(self):
        self.begin_roster()
        self.muster("source", "add", "PAPER", "--title", "a newspaper", "--type", "News")
        self.muster("topic", "add", "cases", "--unit", "cases", "--measure", "cases claimed", "--where",
                    "turnover=Wonsan 2018")
        self.muster("statement", "add", "--source", "PAPER", "--topic", "cases", "--value", "54", "--quote", "54 boxes")
        told = self.muster("account", "--topic", "cases")
        self.assertIn("the register  55 cases claimed (turnover=Wonsan 2018)", told)
        self.assertIn("1 more", told)
        topic = self.json("account")["topics"][0]
        self.assertEqual(topic["register"], {"count": 55, "entries": [5]})
        self.assertEqual((topic["statements"][0]["register_has"], topic["statements"][0]["verdict"]), (1, "open"))

    def test_slips_are_told(self):
        self.begin_roster()
        self.refused(2, "did you mean nation?", "account", "--by", "nations")
        self.refused(2, "--as-of: 'soon' is no date", "account", "--as-of", "soon")
        self.refused(2, "--on: 'soon' is no date", "account", "--on", "soon")
        self.refused(3, "there is no topic 'x'", "account", "--topic", "x")
        self.refused(3, "cannot be restricted by 'nation'", "topic", "add", "t", "--unit", "cases", "--measure",
                     "cases claimed", "--where", "nation=Aland")


if __name__ == "__main__":
    unittest.main()
