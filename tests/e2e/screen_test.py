#!/usr/bin/env python3
"""Screening from outside: index, run, plan and tiles, and what they say when something is wrong."""

import csv
import io
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MUSTER = os.environ["MUSTER_BINARY"]
CASE = str(ROOT / "examples/first-light")


def muster(*words, status=0):
    done = subprocess.run([MUSTER, *words], capture_output=True, text=True)
    if done.returncode != status:
        raise AssertionError(f"status {done.returncode}: {done.stderr}")
    return done.stdout if status == 0 else done.stderr


class Screening(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = held.name
        self.index = f"{self.folder}/first-light.index"

    def test_it_gives_the_likelihood_ratios_of_identify(self):
        pairwise = json.loads(muster("identify", CASE, "--json", "--joint", "none"))
        expected = {(sample, person): pairwise["log10_lr"][i][j]
                    for i, sample in enumerate(pairwise["samples"]) for j, person in enumerate(pairwise["persons"])
                    if pairwise["log10_lr"][i][j] is not None and pairwise["log10_lr"][i][j] >= 0}
        found = json.loads(muster("screen", "run", CASE, "--min-lr", "1", "--top", "0", "--json"))
        self.assertEqual({(hit["sample"], hit["person"]): hit["log10_lr"] for hit in found["hits"]}, expected)
        self.assertTrue(found["simulated"])

    def test_an_index_gives_what_its_case_gives(self):
        muster("screen", "index", CASE, "--out", self.index)
        from_case = muster("screen", "run", CASE, "--csv")
        self.assertEqual(muster("screen", "run", self.index, "--remains", f"{CASE}/profiles.csv", "--csv"), from_case)
        self.assertEqual(muster("screen", "run", CASE, "--index", self.index, "--csv"), from_case)
        again = json.loads(muster("screen", "index", CASE, "--out", self.index, "--json"))
        self.assertEqual(again["tables_made"], 0)

    def test_one_new_profile_in_a_row(self):
        muster("screen", "index", CASE, "--out", self.index)
        markers, cells = [], []
        with open(f"{CASE}/profiles.csv", newline="") as file:
            for row in csv.DictReader(file):
                if row["sample"] == "SIM-R03" and not row["marker"].lower().startswith("amel"):
                    markers.append(row["marker"])
                    cells.append(row["allele1"] + "/" + row["allele2"])
        pathlib.Path(self.folder, "one.csv").write_text(",".join(["sample", *markers]) + "\n" + ",".join(["NEW-1", *cells]) + "\n")
        found = json.loads(muster("screen", "run", self.index, "--remains", f"{self.folder}/one.csv", "--json"))
        self.assertEqual([(hit["sample"], hit["person"]) for hit in found["hits"]], [("NEW-1", "SIM-F01-missing")])

    def test_remains_and_references_are_compared_among_themselves(self):
        found = json.loads(muster("screen", "run", CASE, "--against", "references-with-references", "--relation",
                                  "parent-child", "--json"))
        pairs = {frozenset((hit["sample"], hit["person"])) for hit in found["hits"]}
        self.assertIn(frozenset(("SIM-F06-mother", "SIM-F06-sister")), pairs)
        self.assertEqual(len(pairs), len(found["hits"]), "each pair once")
        muster("screen", "run", CASE, "--against", "remains")
        muster("screen", "run", CASE, "--against", "references")

    def test_one_person_against_all_remains(self):
        found = json.loads(muster("screen", "run", CASE, "--person", "SIM-F06-missing-1", "--json"))
        self.assertEqual([hit["sample"] for hit in found["hits"]], ["SIM-R02", "SIM-R08"])
        self.assertEqual((found["persons"], found["compared"]), (1, 9))
        self.assertIn("nobody of this name", muster("screen", "run", CASE, "--person", "NOBODY", status=2))

    def test_a_folder_of_remains(self):
        found = json.loads(muster("screen", "run", CASE, "--remains", CASE, "--json"))
        self.assertEqual(found["hits"], json.loads(muster("screen", "run", CASE, "--json"))["hits"])
        self.assertEqual(len(found["references_left_out"]), 22)
        self.assertIn("SIM-F01-father", found["references_left_out"])
        self.assertIn("22 profiles of the file left out, being references: SIM-F01-father,",
                      muster("screen", "run", CASE, "--remains", CASE))

    def test_what_a_folder_says_of_its_samples_is_heeded(self):
        other = pathlib.Path(self.folder, "other")
        other.mkdir()
        (other / "profiles.csv").write_text("sample,TH01\nA,6/9\nB,6/9\nC,6/9\nD,7\n")
        (other / "samples.csv").write_text("sample,kind,sex,simulated\nA,remains,F,yes\nB,reference,,\nC,,,\nE,,,\n")
        muster("screen", "index", CASE, "--out", self.index)
        for subject in (CASE, self.index):
            found = json.loads(muster("screen", "run", subject, "--remains", str(other), "--min-lr", "0", "--top", "0", "--json"))
            self.assertEqual(found["references_left_out"], ["B"], subject)
            self.assertEqual({hit["sample"] for hit in found["hits"]}, {"A", "C", "D"})
            self.assertLess(len([hit for hit in found["hits"] if hit["sample"] == "A"]),
                            len([hit for hit in found["hits"] if hit["sample"] == "C"]), "A is a woman's")
            self.assertTrue(found["simulated"])
            self.assertTrue(any("samples without a profile: E" in one for one in found["warnings"]), found["warnings"])
            self.assertTrue(any("one allele only" in one for one in found["warnings"]), found["warnings"])
        (other / "profiles.csv").write_text("sample,kind,TH01\nA,remains,6/9\nB,reference,6/9\n")
        (other / "samples.csv").unlink()
        found = json.loads(muster("screen", "run", self.index, "--remains", str(other / "profiles.csv"), "--json"))
        self.assertEqual((found["samples"], found["references_left_out"]), (1, ["B"]))

    def test_a_profile_is_checked_like_those_of_a_case(self):
        case = pathlib.Path(self.folder, "x")
        case.mkdir()
        (case / "frequencies.csv").write_text("allele,DXS1\n1,0.5\n2,0.5\n")
        (case / "markers.csv").write_text("marker,chromosome\nDXS1,X\n")
        (case / "pedigree.csv").write_text("person,father,mother,sex,status\nSIM-M,,,F,reference\n"
                                           "SIM-D,,,M,\nSIM-X,SIM-D,SIM-M,M,missing\n")
        (case / "profiles.csv").write_text("sample,DXS1\nSIM-M,1/2\n")
        (case / "good.csv").write_text("sample,sex,DXS1\nR,M,1\n")
        (case / "bad.csv").write_text("sample,sex,DXS1\nS,M,1\nR,M,1/2\n")
        muster("screen", "index", str(case), "--out", self.index)
        for subject in (str(case), self.index):
            muster("screen", "run", subject, "--remains", str(case / "good.csv"))
            message = muster("screen", "run", subject, "--remains", str(case / "bad.csv"), status=3)
            self.assertIn("bad.csv:3: sample 'R': a male shows two alleles at the X-linked locus 'DXS1'", message)

    def test_an_index_of_another_case_is_not_replaced(self):
        muster("simulate", "--out", f"{self.folder}/other", "--families", "2")
        muster("screen", "index", CASE, "--out", self.index)
        before = pathlib.Path(self.index).read_bytes()
        message = muster("screen", "run", f"{self.folder}/other", "--index", self.index, status=4)
        self.assertIn("is the index of the case", message)
        self.assertEqual(pathlib.Path(self.index).read_bytes(), before)

    def test_the_index_of_a_folder_stands_beside_it_however_it_is_named(self):
        muster("simulate", "--out", f"{self.folder}/case", "--families", "2")
        subprocess.run([MUSTER, "screen", "index", "."], cwd=f"{self.folder}/case", check=True, capture_output=True)
        self.assertTrue(pathlib.Path(self.folder, "case.index").is_file())

    def test_an_index_of_references_says_so(self):
        plan = f"{self.folder}/plan"
        muster("screen", "plan", CASE, "--against", "references", "--relation", "siblings", "--out", plan)
        found = json.loads(muster("screen", "run", f"{plan}/index", "--remains", f"{CASE}/profiles.csv", "--json"))
        self.assertEqual(found["against"], "references (siblings)")

    def test_pairs_that_the_case_excludes_are_not_counted(self):
        case = {"simulated": True, "missing": ["SIM-A", "SIM-B"], "pairings": {"V1": ["*", "SIM-A"]},
                "loci": [{"name": "L", "chrom": "A", "alleles": ["1", "2"], "freqs": [0.5, 0.5], "mutation": {"model": "none"}}],
                "pm": [{"id": "V1", "sex": 1, "genotypes": {"L": ["1", "2"]}}, {"id": "V2", "sex": 1, "genotypes": {"L": ["1", "1"]}}],
                "am": [{"family": who, "members": [{"id": "SIM-D" + who, "sex": 1}, {"id": "SIM-M" + who, "sex": 2},
                                                   {"id": "SIM-" + who, "fid": "SIM-D" + who, "mid": "SIM-M" + who, "sex": 1}],
                        "genotypes": {"SIM-D" + who: {"L": ["1", "1"]}}} for who in "AB"]}
        path = pathlib.Path(self.folder, "case.json")
        path.write_text(json.dumps(case))
        for words in ((), ("--min-posterior", "0.01")):
            found = json.loads(muster("screen", "run", str(path), *words, "--json"))
            self.assertEqual(found["compared"], 3)
        found = json.loads(muster("screen", "run", str(path), "--min-lr", "0.1", "--json"))
        self.assertEqual({(hit["sample"], hit["person"]) for hit in found["hits"]},
                         {("V1", "SIM-A"), ("V2", "SIM-A"), ("V2", "SIM-B")})
        for chance in found["chance"]:
            self.assertLessEqual(chance["bound"], 3)

    def test_posterior(self):
        rows = list(csv.DictReader(io.StringIO(muster("screen", "run", CASE, "--min-posterior", "0.9", "--csv"))))
        self.assertTrue(rows and all(float(row["posterior"]) >= 0.9 for row in rows))
        pathlib.Path(self.folder, "prior.csv").write_text("person,prior\nSIM-F1-missing,0.1\n")
        self.assertIn("names 'SIM-F1-missing', who is not missing", muster(
            "screen", "run", CASE, "--min-posterior", "0.9", "--prior", f"{self.folder}/prior.csv", status=3))

    def test_tiles_give_what_a_run_gives_and_damage_is_found(self):
        plan = f"{self.folder}/plan"
        muster("screen", "plan", CASE, "--out", plan)
        self.assertIn("the tile is not done", muster("screen", "merge", plan, status=3))
        muster("screen", "tile", plan, "0")
        first = pathlib.Path(plan, "tiles/0000").read_bytes()
        muster("screen", "tile", plan, "0")
        self.assertEqual(pathlib.Path(plan, "tiles/0000").read_bytes(), first, "a tile is the same bytes every time")
        for form in ("--csv", "--json"):
            self.assertEqual(muster("screen", "merge", plan, form), muster("screen", "run", CASE, form))
        pathlib.Path(plan, "tiles/0000").write_bytes(first[:-1])
        self.assertIn("the tile is damaged", muster("screen", "merge", plan, status=5))
        self.assertIn("1 tile done now", muster("screen", "resume", plan))
        self.assertEqual(pathlib.Path(plan, "tiles/0000").read_bytes(), first)
        self.assertIn("0 tiles done now", muster("screen", "resume", plan))
        self.assertIn("there is a plan already", muster("screen", "plan", CASE, "--out", plan, status=4))
        self.assertIn("the plan has the tiles 0 to 0", muster("screen", "tile", plan, "7", status=2))
        damaged = bytearray(pathlib.Path(plan, "plan").read_bytes())
        damaged[60] ^= 1
        pathlib.Path(plan, "plan").write_bytes(damaged)
        self.assertIn("the plan is damaged", muster("screen", "merge", plan, status=5))

    def test_another_index_than_the_plans_is_refused(self):
        plan = f"{self.folder}/plan"
        muster("screen", "plan", CASE, "--out", plan)
        muster("screen", "index", CASE, "--out", f"{plan}/index", "--no-mutation")
        self.assertIn("not the one that the plan was made for", muster("screen", "resume", plan, status=5))

    def test_mistakes_are_told(self):
        muster("screen", "index", CASE, "--out", self.index)
        self.assertIn("an index holds no remains", muster("screen", "run", self.index, status=2))
        self.assertIn("--against", muster("screen", "run", CASE, "--against", "stars", status=2))
        self.assertIn("one of same, parent-child", muster("screen", "run", CASE, "--against", "remains", "--relation",
                                                          "friends", status=2))
        self.assertIn("--min-lr", muster("screen", "run", CASE, "--min-lr", "-1", status=2))
        self.assertIn("between 0 and 1", muster("screen", "run", CASE, "--min-posterior", "1", status=2))
        self.assertIn("holds no plan", muster("screen", "merge", self.folder, status=3))
        pathlib.Path(self.folder, "bad.csv").write_text("sample,TH01\nA,6/9\nB,6/77\n")
        message = muster("screen", "run", self.index, "--remains", f"{self.folder}/bad.csv", status=3)
        self.assertIn("bad.csv:3: ", message)
        self.assertIn("An index knows the alleles that it was made with", message)
        self.assertIn('"hits":', muster("screen", "run", CASE, "--remains", f"{self.folder}/bad.csv", "--rare", "0.001",
                                        "--json"))

    def test_other_line_ends_and_replicates_are_read(self):
        muster("screen", "index", CASE, "--out", self.index)
        expected = None
        for name, text in (("lf", "sample,TH01\nA,6/9\nB,7/9\n"), ("cr", "sample,TH01\rA,6/9\rB,7/9\r"),
                           ("blank", "\n\nsample,TH01\nA,6/9\nB,7/9\n")):
            pathlib.Path(self.folder, name).write_bytes(text.encode())
            found = json.loads(muster("screen", "run", self.index, "--remains", f"{self.folder}/{name}", "--min-lr", "0",
                                      "--json"))
            self.assertEqual(found["samples"], 2, name)
            expected = expected or found["hits"]
            self.assertEqual(found["hits"], expected)
        rows = "".join(f"S{n // 2},6/9,{n % 2 + 1}\n" for n in range(1, 9000))
        pathlib.Path(self.folder, "replicates").write_text("sample,TH01,replicate\n" + rows)
        found = json.loads(muster("screen", "run", self.index, "--remains", f"{self.folder}/replicates", "--json"))
        self.assertEqual(found["samples"], 4500)
        pathlib.Path(self.folder, "none").write_text("sample,TH01\n")
        self.assertIn("holds no profiles", muster("screen", "run", self.index, "--remains", f"{self.folder}/none", status=3))

    def test_an_index_refuses_what_only_its_case_could_answer(self):
        muster("screen", "index", CASE, "--out", self.index)
        for option in (("--theta", "0.03"), ("--no-mutation",), ("--index", self.index)):
            self.assertIn("ask for the case", muster("screen", "run", self.index, "--remains", f"{CASE}/profiles.csv",
                                                     *option, status=2))
        self.assertIn("is no screening index", muster("screen", "index", CASE, "--anew", "--out", f"{self.copy()}",
                                                      status=3))

    def copy(self):
        path = pathlib.Path(self.folder, "profiles.csv")
        path.write_bytes(pathlib.Path(CASE, "profiles.csv").read_bytes())
        return path

    def test_families_that_cannot_be_computed_are_told(self):
        case = pathlib.Path(self.folder, "linked")
        muster("simulate", "--out", str(case), "--families", "5", "--dropout", "0.1", "--mutation", "none")
        (case / "linkage.csv").write_text("marker1,marker2,rho\nvWA,D12S391,0.1\n")
        words = ("screen", "run", str(case), "--theta", "0.02", "--dropout", "0.1", "--min-lr", "0", "--json")
        done = subprocess.run([MUSTER, *words], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1, done.stderr)
        found = json.loads(done.stdout)
        self.assertEqual(len(found["unanswered"]), found["persons"])
        self.assertEqual((found["hits"], found["compared"]), ([], 0))
        (case / "linkage.csv").write_text("marker1,marker2,rho\nvWA,D12S391,0.1\nD12S391,TH01,0.2\n")
        self.assertIn("more than two linked loci", muster("screen", "run", str(case), status=1))

    def test_a_long_file_names_the_line_of_its_error(self):
        muster("screen", "index", CASE, "--out", self.index)
        with open(f"{self.folder}/long.csv", "w") as file:
            file.write("sample,TH01\n" + "".join(f"S{n},6/9\n" for n in range(10_000)) + "late,6/x/y/z\n")
        self.assertIn("long.csv:10002: ", muster("screen", "run", self.index, "--remains", f"{self.folder}/long.csv", status=3))


if __name__ == "__main__":
    unittest.main()
