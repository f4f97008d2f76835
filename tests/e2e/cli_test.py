#!/usr/bin/env python3
"""The command line as its users meet it: answers, messages, exit statuses. Run by ctest with MUSTER_BINARY set."""

import json
import math
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import unittest

MUSTER = os.environ["MUSTER_BINARY"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
ORACLE = ROOT / "tests/data/oracle"
EXAMPLE = ROOT / "examples/first-light"


def muster(*arguments, stdin=None):
    return subprocess.run([MUSTER, *map(str, arguments)], input=stdin, capture_output=True, timeout=300)


def lines(result):
    return [json.loads(line) for line in result.stdout.decode().splitlines()]


TRIO = {
    "id": "trio",
    "members": [
        {"id": "1", "fid": "0", "mid": "0", "sex": 1},
        {"id": "2", "fid": "0", "mid": "0", "sex": 2},
        {"id": "3", "fid": "1", "mid": "2", "sex": 1},
    ],
    "locus": {"name": "L", "chrom": "A", "alleles": ["8", "9", "10"], "freqs": [0.2, 0.3, 0.5], "mutation": {"model": "none"}},
    "genotypes": {"1": ["8", "9"], "3": ["8", "10"]},
}


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, content):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def refused(self, result, status, *words):
        self.assertEqual(result.returncode, status, result.stderr.decode())
        message = result.stderr.decode()
        self.assertTrue(message.startswith("muster: "), message)
        for word in words:
            self.assertIn(word, message)


class Likelihood(Files):
    def test_a_duo_has_the_textbook_likelihood(self):
        file = self.write("a.jsonl", json.dumps(TRIO))
        result = muster("likelihood", file)
        self.assertEqual(result.returncode, 0)
        # P(father 8/9) · ½ · P(10 from the mother) = 2·0.2·0.3 · ½ · 0.5
        self.assertAlmostEqual(lines(result)[0]["loglik"], math.log(2 * 0.2 * 0.3 * 0.5 * 0.5), places=12)

    def test_an_impossible_observation_is_an_exclusion(self):
        case = dict(TRIO, genotypes={"1": ["8", "8"], "3": ["9", "10"]})
        answer = lines(muster("likelihood", self.write("a.jsonl", json.dumps(case))))[0]
        self.assertIsNone(answer["loglik"])
        self.assertTrue(answer["excluded"])

    def test_a_contradictory_pedigree_is_named_and_the_others_are_answered(self):
        members = [dict(m) for m in TRIO["members"]]
        members[0].update(fid="3", mid="2")
        bad = dict(TRIO, id="loop", members=members)
        file = self.write("a.jsonl", "\n".join(map(json.dumps, [TRIO, bad, TRIO])))
        result = muster("likelihood", file)
        self.assertEqual(result.returncode, 1)
        answers = lines(result)
        self.assertIn("loglik", answers[0])
        self.assertEqual(answers[1]["id"], "loop")
        self.assertIn("1 -> 3 -> 1", answers[1]["error"])
        self.assertIn("loglik", answers[2])

    def test_a_truncated_line_names_its_file_and_line(self):
        file = self.write("a.jsonl", json.dumps(TRIO) + "\n" + json.dumps(TRIO)[:80] + "\n")
        result = muster("likelihood", file)
        self.refused(result, 3, "a.jsonl:2")
        self.assertEqual(len(lines(result)), 2)

    def test_an_unknown_allele_names_locus_and_person(self):
        case = dict(TRIO, genotypes={"1": ["8", "77"]})
        answer = lines(muster("likelihood", self.write("a.jsonl", json.dumps(case))))[0]
        for word in ("77", "L", "1"):
            self.assertIn(word, answer["error"])

    def test_a_slip_in_a_key_is_an_error_and_not_another_question(self):
        slips = [
            ("genotype", dict({k: v for k, v in TRIO.items() if k != "genotypes"}, genotype=TRIO["genotypes"])),
            ("H2_member", dict(TRIO, H2_member=[])),
            ("'mu'", dict(TRIO, locus=dict(TRIO["locus"], mutation={"model": "equal", "mu": 0.01}))),
            ("rate", dict(TRIO, locus=dict(TRIO["locus"], mutation={"model": "equal"}))),
            ("female", dict(TRIO, locus=dict(TRIO["locus"], mutation={"male": {"model": "equal", "rate": 0.01}}))),
            ("silent", dict(TRIO, silent="99")),
            ("'CC'", dict(TRIO, dropout={"CC": {"het": 0.1}})),
            ("dropin", dict(TRIO, dropin=2)),
            ("founder_inbreeding", dict(TRIO, founder_inbreeding=0.1)),
            ("theta", dict(TRIO, theta=1e-320)),
        ]
        file = self.write("a.jsonl", "\n".join(json.dumps(case) for _, case in slips))
        result = muster("likelihood", file)
        self.assertEqual(result.returncode, 1)
        for (word, _), answer in zip(slips, lines(result)):
            self.assertIn(word, answer.get("error", ""), answer)

    def test_windows_line_ends_and_standard_input_are_read(self):
        text = (json.dumps(TRIO) + "\r\n" + json.dumps(TRIO) + "\r\n").encode()
        self.assertEqual(len(lines(muster("likelihood", "-", stdin=text))), 2)

    def test_latin_1_names_are_read(self):
        case = json.dumps(TRIO, ensure_ascii=False).replace('"trio"', '"Mu\u00f1oz"').encode("latin-1")
        result = muster("likelihood", self.write("a.jsonl", case))
        self.assertEqual(result.returncode, 0)
        self.assertEqual(lines(result)[0]["id"], "Mu\u00f1oz")

    def test_a_line_of_ten_megabytes_is_no_trouble(self):
        case = json.dumps(dict(TRIO, comment="x" * 10_000_000))
        self.assertEqual(muster("likelihood", self.write("a.jsonl", case)).returncode, 0)
        self.refused(muster("likelihood", self.write("b.jsonl", "[" * 10_000_000)), 3, "b.jsonl:1")

    def test_a_missing_file_and_a_folder_are_refused(self):
        self.refused(muster("likelihood", self.path / "none.jsonl"), 3, "none.jsonl")
        self.refused(muster("likelihood", self.path), 3, str(self.path))

    def test_a_pedigree_too_entangled_is_refused_before_it_starts(self):
        members = [{"id": f"p{i}", "fid": "0", "mid": "0", "sex": 1 + i % 2} for i in range(12)]
        for generation in range(1, 5):
            for i in range(12):
                parents = [12 * (generation - 1) + (i + d) % 12 for d in (0, 5)]
                father, mother = sorted(parents, key=lambda p: p % 2)
                members.append({"id": f"p{12 * generation + i}", "fid": f"p{father}", "mid": f"p{mother}", "sex": 1 + i % 2})
        alleles = [str(a) for a in range(5, 45)]
        mutation = {"model": "stepwise", "rate": 0.002, "rate2": 1e-6, "range": 0.1}
        case = {"id": "knot", "members": members,
                "locus": {"name": "L", "chrom": "A", "alleles": alleles, "freqs": [1 / 40] * 40,
                          "mutation": {"male": mutation, "female": mutation}},
                "genotypes": {f"p{48 + i}": ["10", "12"] for i in range(12)}}
        result = muster("likelihood", self.write("a.jsonl", json.dumps(case)))
        self.assertEqual(result.returncode, 1)
        self.assertIn("GiB", lines(result)[0]["error"])


LOCI = [{"name": name, "alleles": ["10", "11", "12", "13"], "freqs": [0.1, 0.2, 0.3, 0.4]} for name in ("L1", "L2")]
TWO_BROTHERS = {
    "loci": LOCI,
    "pm": [{"id": "V1", "sex": 1, "genotypes": {"L1": ["10", "11"], "L2": ["10", "10"]}},
           {"id": "V2", "sex": 1, "genotypes": {"L1": ["10", "12"], "L2": ["10", "12"]}}],
    "am": [{"family": "F1",
            "members": [{"id": "F", "sex": 1}, {"id": "FM", "sex": 2}, {"id": "M1", "fid": "F", "mid": "FM", "sex": 1},
                        {"id": "M2", "fid": "F", "mid": "FM", "sex": 1}],
            "genotypes": {"F": {"L1": ["10", "11"], "L2": ["10", "10"]}}}],
    "missing": ["M1", "M2"],
}


class Identify(Files):
    def test_the_first_example_is_identified(self):
        result = muster("identify", EXAMPLE, "--json")
        self.assertEqual(result.returncode, 0)
        answer = json.loads(result.stdout)
        self.assertTrue(answer["simulated"])
        self.assertEqual(len(answer["log10_lr"]), len(answer["samples"]))
        self.assertEqual(len(answer["log10_lr"][0]), len(answer["persons"]))
        for row, none in zip(answer["posterior"], answer["posterior_none"]):
            self.assertAlmostEqual(sum(row) + none, 1.0, places=12)
        truth = dict(line.split(",") for line in (EXAMPLE / "truth.csv").read_text().split()[1:])
        for sample, ranked in zip(answer["samples"], answer["by_sample"]):
            if truth[sample] != "*":
                best = ranked[0]["log10_lr"]
                self.assertIn(truth[sample], [c["person"] for c in ranked if best - c["log10_lr"] < 1e-9])

    def test_the_lr_is_the_sum_of_its_loci(self):
        answer = json.loads(muster("identify", EXAMPLE, "--json").stdout)
        for row, opened in zip(answer["log10_lr"], answer["log10_lr_by_locus"]):
            for value, by_locus in zip(row, opened):
                if value is not None:
                    self.assertAlmostEqual(value, sum(x for x in by_locus if isinstance(x, float) or isinstance(x, int)), places=9)

    def test_the_folder_is_written_whole_and_again(self):
        out = self.path / "out"
        for _ in range(2):
            self.assertEqual(muster("identify", EXAMPLE, "--out", out).returncode, 0)
        pairs = ["candidates.csv", "exclusions.csv", "loci.csv", "lr_matrix.csv", "report.html", "result.json"]
        joint = ["joint_assignments.csv", "joint_persons.csv", "joint_samples.csv"]
        self.assertEqual(sorted(os.listdir(out)), sorted(pairs + joint))
        self.assertIn("SIMULATED", (out / "report.html").read_text())
        self.assertEqual(muster("identify", EXAMPLE, "--joint", "none", "--out", out).returncode, 0)
        self.assertEqual(sorted(os.listdir(out)), pairs)

    def test_dropout_and_priors_change_the_answer_as_they_should(self):
        plain = json.loads(muster("identify", EXAMPLE, "--json").stdout)
        dropout = json.loads(muster("identify", EXAMPLE, "--json", "--dropout", "0.05", "--dropin", "0.01").stdout)
        self.assertNotEqual(plain["log10_lr"], dropout["log10_lr"])
        self.assertEqual(dropout["dropout"], {"het": 0.05, "hom": 0.0025000000000000005})
        prior = json.loads(muster("identify", EXAMPLE, "--json", "--prior", "0.01").stdout)
        self.assertEqual(plain["log10_lr"], prior["log10_lr"])
        self.assertNotEqual(plain["posterior"], prior["posterior"])

    def test_all_samples_are_weighed_together(self):
        joint = json.loads(muster("identify", EXAMPLE, "--joint", "top=3", "--json").stdout)["joint"]
        self.assertTrue(joint["exact"])
        self.assertEqual(len(joint["assignments"]), 3)
        self.assertLess(joint["mass_left_out"], 1.0)
        for row in joint["marginals"]["values"]:
            self.assertAlmostEqual(sum(row), 1.0, places=9)
        self.refused(muster("identify", EXAMPLE, "--joint", "top=none"), 2, "--joint")
        self.refused(muster("identify", EXAMPLE, "--joint", "top=0"), 2, "--joint")
        self.refused(muster("identify", EXAMPLE, "--present", "2"), 3, "between 0 and 1")
        self.refused(muster("identify", EXAMPLE, "--samples-each", "poisson:x"), 2, "--samples-each")

    def test_the_assignments_that_are_asked_for_are_printed(self):
        plain = muster("identify", EXAMPLE).stdout.decode()
        listed = muster("identify", EXAMPLE, "--joint", "top=3").stdout.decode()
        self.assertNotIn("Joint assignments", plain)
        self.assertIn("Joint assignments, best first: 3 listed", listed)
        self.assertRegex(listed, r"(?m)^  +3 +[\d.]+ +0\.\d{6}  SIM-R0")
        self.assertIn("Probability that a sample is of this person", plain)

    def test_the_tables_of_the_joint_answer_say_what_the_json_says(self):
        out = self.path / "out"
        small = self.write("small.json", json.dumps(TWO_BROTHERS))
        self.assertEqual(muster("identify", small, "--joint", "all", "--out", out).returncode, 0)
        joint = json.loads((out / "result.json").read_text())["joint"]
        rows = [line.split(",") for line in (out / "joint_assignments.csv").read_text().splitlines()]
        self.assertEqual(rows[0], ["rank", "posterior", "log10_lr", "loglik", "unknown_individuals", "V1", "V2"])
        self.assertEqual([row[5:] for row in rows[1:]], [list(a["assignment"].values()) for a in joint["assignments"]])
        samples = [line.split(",") for line in (out / "joint_samples.csv").read_text().splitlines()[1:]]
        self.assertEqual([row[1] for row in samples], 2 * ["M1", "M2", "*"])
        self.assertEqual(len(joint["marginals"]["log10_glr"][0]), 2)
        for value, row in zip(joint["marginals"]["log10_glr"][0], samples):
            self.assertAlmostEqual(value, float(row[4]), places=9)

    def test_what_the_samples_of_one_individual_show_together_is_told_with_where_they_differ(self):
        pm = [TWO_BROTHERS["pm"][0], {"id": "V3", "sex": 1, "genotypes": {"L1": ["10", "11"], "L2": ["10", "0"]}},
              {"id": "W", "sex": 2, "genotypes": {"L1": ["10", "11"]}}]
        case, out = self.write("case.json", json.dumps({**TWO_BROTHERS, "pm": pm})), self.path / "out"
        evidence = self.write("evidence.csv", "kind,a,b,log10_lr\nmust-link,V1,V3,\n")
        text = muster("identify", case, "--present", "0.9", "--evidence", evidence, "--out", out).stdout.decode()
        self.assertIn("they show together L1 10/11; L2 10\n", text)
        self.assertIn("they differ at L2 10/10 in V1, 10/? in V3", text)
        self.assertIn("Nobody on the roster is possible for W.", text)
        report = (out / "report.html").read_text()
        for words in ("What they show together: 2 loci, differing at 1", "Excluded from everybody:</strong>",
                      "joint assignments</summary>", "Of which missing persons there is a sample"):
            self.assertIn(words, report)

    def test_the_report_says_that_pairs_are_left_out_only_if_some_are(self):
        for listed, told in ((["*", "M1", "M2"], False), (["*", "M1"], True)):
            case = self.write("case.json", json.dumps({**TWO_BROTHERS, "pairings": {"V1": listed}}))
            self.assertEqual(muster("identify", case, "--out", self.path / "out").returncode, 0)
            report = (self.path / "out" / "report.html").read_text()
            self.assertEqual("compared with stated persons only" in report, told)

    def test_a_joint_analysis_that_is_refused_leaves_the_pairs_answered_and_says_so(self):
        result = muster("identify", EXAMPLE, "--joint", "all", "--json")
        self.assertEqual(result.returncode, 1)
        self.assertIn("100000", result.stderr.decode())
        answer = json.loads(result.stdout)
        self.assertNotIn("joint", answer)
        self.assertTrue(any(w.startswith("NOT WEIGHED TOGETHER") for w in answer["warnings"]))
        self.assertEqual(len(answer["posterior"]), len(answer["samples"]))

    def test_no_samples_have_one_assignment(self):
        case = self.write("none.json", json.dumps({**TWO_BROTHERS, "pm": []}))
        result = muster("identify", case, "--joint", "all", "--json")
        self.assertEqual(result.returncode, 0)
        joint = json.loads(result.stdout)["joint"]
        self.assertEqual([(a["assignment"], a["posterior"]) for a in joint["assignments"]], [({}, 1.0)])
        self.assertEqual(joint["marginals"]["values"], [])
        self.assertEqual(muster("identify", case).returncode, 0)

    def test_a_name_that_stands_for_nobody_is_refused(self):
        text = json.dumps(TWO_BROTHERS)
        self.refused(muster("identify", self.write("star.json", text.replace("M2", "*"))), 3, "star.json", "'*'")
        self.refused(muster("identify", self.write("star.json", text.replace("V2", "*"))), 3, "star.json", "'*'")

    def test_what_is_advised_after_a_tie_follows_from_what_ties(self):
        def advice(**changes):
            return muster("identify", self.write("tie.json", json.dumps({**TWO_BROTHERS, **changes}))).stdout.decode()

        self.assertIn("M1 and M2 are full siblings", advice())
        twice = [{**TWO_BROTHERS["pm"][0], "id": "A"}, {**TWO_BROTHERS["pm"][0], "id": "B"}]
        self.assertIn("A and B show one profile, so that no relative tells them apart", advice(pm=twice))
        other = json.loads(json.dumps(TWO_BROTHERS["am"][0]).replace('"M', '"N').replace('"F', '"G'))
        two = [{**family, "members": family["members"][:3]} for family in (TWO_BROTHERS["am"][0], other)]
        words = advice(am=two, missing=["M1", "N1"])
        self.assertIn("The references of M1 and N1 fit equally well: more loci", words)
        self.assertNotIn("Nothing that is typed", words)

    def test_other_evidence_enters_the_joint_posterior(self):
        file = self.write("evidence.csv", "kind,a,b,log10_lr\nis,SIM-R02,SIM-F06-missing-2,3\n")
        plain = json.loads(muster("identify", EXAMPLE, "--json").stdout)["joint"]["marginals"]
        told = json.loads(muster("identify", EXAMPLE, "--evidence", file, "--json").stdout)["joint"]["marginals"]
        row, column = plain["rows"].index("SIM-R02"), plain["cols"].index("SIM-F06-missing-2")
        self.assertAlmostEqual(plain["values"][row][column], 0.5, places=6)
        self.assertAlmostEqual(told["values"][row][column], 1000 / 1001, places=6)
        self.refused(muster("identify", EXAMPLE, "--evidence", self.write("bad.csv", "kind,a,b,log10_lr\nx,a,b,1\n")),
                     3, "bad.csv:2")

    def test_what_changed_since_an_earlier_run_is_said(self):
        before = self.write("before.json", muster("identify", EXAMPLE, "--json").stdout)
        self.assertIn("nothing changed", muster("identify", EXAMPLE, "--since", before).stdout.decode())
        after = json.loads(muster("identify", EXAMPLE, "--present", "0.9", "--since", before, "--json").stdout)["joint"]
        self.assertEqual([one["sample"] for one in after["changes"]], ["SIM-R06"])
        self.refused(muster("identify", EXAMPLE, "--since", self.write("no.json", "{}")), 3, "no.json", "joint")

    def test_a_pair_is_explained(self):
        text = muster("explain", "SIM-R02", "SIM-F06-missing-1", EXAMPLE).stdout.decode()
        for words in ("SIMULATED DATA", "SIM-F06-mother (mother)", "also missing: SIM-F06-missing-2 (brother)", "D3S1358",
                      "equally probable", "Best without it"):
            self.assertIn(words, text)
        answer = json.loads(muster("explain", "SIM-R02", "SIM-F06-missing-1", EXAMPLE, "--json").stdout)
        self.assertAlmostEqual(answer["joint"]["posterior"], 0.5, places=6)
        self.assertAlmostEqual(sum(one["log10_lr"] for one in answer["loci"]), answer["log10_lr"], places=9)
        apart = muster("explain", "SIM-R07", "SIM-F01-missing", EXAMPLE)
        self.assertIn("Pairwise not compared, no LR; jointly 0.000000", apart.stdout.decode())
        apart = json.loads(muster("explain", "SIM-R07", "SIM-F01-missing", EXAMPLE, "--json").stdout)
        self.assertEqual((apart["status"], apart["log10_lr"]), ("sex", None))
        self.refused(muster("explain", "SIM-R99", "SIM-F06-missing-1", EXAMPLE), 3, "SIM-R99", "did you mean")

    def test_the_posterior_odds_of_an_explanation_are_its_lr_times_its_prior_odds(self):
        for prior in ([], ["--present", "0.3", "--unknown", "2"]):
            text = muster("explain", "SIM-R06", "SIM-F11-missing", EXAMPLE, *prior).stdout.decode()
            number = r"([\d.e+-]*\d)"
            found = re.search(rf"Posterior odds .* second {number} = LR {number} × prior odds {number}", text)
            posterior, lr, odds = map(float, found.groups())
            self.assertAlmostEqual(posterior / (lr * odds), 1.0, delta=0.02)
            self.assertEqual(odds == 1.0, not prior)

    def test_the_seed_is_that_of_the_chains(self):
        for command in (["identify", EXAMPLE], ["explain", "SIM-R06", "SIM-F11-missing", EXAMPLE]):
            self.assertEqual(muster(*command).stdout, muster(*command, "--seed", "2").stdout)
            self.refused(muster(*command, "--seed", "two"), 2, "--seed")

    def test_the_next_steps_are_ranked_and_the_same_again(self):
        answers = [json.loads(muster("next", EXAMPLE, "--simulations", "5", "--json").stdout) for _ in range(2)]
        self.assertEqual(answers[0], answers[1])
        gains = [step["gain"] for step in answers[0]["steps"]]
        self.assertEqual(gains, sorted(gains, reverse=True))
        self.assertIn("SIM-F11", answers[0]["steps"][0]["family"])
        self.refused(muster("next", EXAMPLE, "--threshold", "1.2"), 2, "--threshold")
        self.refused(muster("next", EXAMPLE, "--joint", "none"), 2, "--joint none")

    def test_wrong_usage_is_status_2(self):
        self.assertEqual(muster("show").returncode, 2)
        self.assertEqual(muster("nonsense").returncode, 2)
        self.refused(muster("identify", EXAMPLE, "--dropout", "lots"), 2, "--dropout")
        self.refused(muster("identify", EXAMPLE, "--prior", "1.5"), 2, "--prior")

    def test_bad_cases_are_status_3_and_named(self):
        self.refused(muster("identify", self.path / "none"), 3, "none")
        self.refused(muster("identify", self.path), 3, str(self.path))
        self.refused(muster("identify", self.write("case.json", '{"inputs": {"loci": [')), 3, "case.json:1")
        self.refused(muster("identify", EXAMPLE, "--prior", self.path / "none.csv"), 3, "none.csv")

    def test_an_unknown_marker_names_file_line_and_marker(self):
        folder = self.path / "case"
        folder.mkdir()
        for name in ("profiles.csv", "pedigree.ped", "frequencies.csv", "mutation.json"):
            (folder / name).write_bytes((EXAMPLE / name).read_bytes())
        rows = (folder / "profiles.csv").read_text().splitlines()
        rows.append(rows[2].replace(rows[2].split(",")[1], "NOSUCH"))
        (folder / "profiles.csv").write_text("\n".join(rows) + "\n")
        count = len(rows)
        self.refused(muster("identify", folder), 3, f"profiles.csv:{count}", "NOSUCH")

    def test_slips_in_a_case_folder_are_named(self):
        def changed(name, old, new):
            folder = self.path / f"case-{len(os.listdir(self.path))}"
            folder.mkdir()
            for file in ("profiles.csv", "pedigree.ped", "frequencies.csv", "mutation.json"):
                text = (EXAMPLE / file).read_text()
                (folder / file).write_text(text.replace(old, new) if file == name else text)
            return muster("identify", folder)

        self.refused(changed("pedigree.ped", " missing", " mising"), 3, "pedigree.ped:", "mising")
        self.refused(changed("pedigree.ped", " missing", " -"), 3, "nobody is marked as missing")
        self.refused(changed("mutation.json", '"rate"', '"rte"'), 3, "mutation.json", "rte")
        self.refused(changed("profiles.csv", ",AMEL,X,Y", ",AMEL,X,Q"), 3, "amelogenin", "Q")
        renamed = changed("profiles.csv", "SIM-F01-mother", "SIM-F01-mothr")
        self.assertIn("SIM-F01-mother", renamed.stdout.decode().split("Warnings")[1])

    def test_a_family_that_cannot_be_computed_does_not_stop_the_others(self):
        folder = self.path / "case"
        folder.mkdir()
        for name in ("profiles.csv", "pedigree.ped", "frequencies.csv", "mutation.json"):
            (folder / name).write_bytes((EXAMPLE / name).read_bytes())
        (folder / "linkage.csv").write_text("marker1,marker2,rho\nD2S441,D2S1338,0.4\nTPOX,D2S441,0.3\n")
        result = muster("identify", folder, "--json")
        self.assertEqual(result.returncode, 1)
        self.assertTrue(json.loads(result.stdout)["unanswered"])

    def test_an_out_folder_that_is_a_file_is_refused(self):
        self.refused(muster("identify", EXAMPLE, "--out", self.write("file", "x")), 3, "file")


class Others(Files):
    def test_version_help_and_completion(self):
        self.assertRegex(muster("--version").stdout.decode(), r"^muster \d+\.\d+\.\d+\n$")
        for words in (["--help"], ["help", "identify"], ["identify", "--help"], ["help", "power", "exclusion"]):
            result = muster(*words)
            self.assertEqual(result.returncode, 0)
            self.assertIn("Usage:", result.stdout.decode())
        script = muster("completion").stdout
        self.assertEqual(subprocess.run(["bash", "-n"], input=script).returncode, 0)
        self.assertIn(b"identify", script)

    def test_simulate_repeats_itself_and_overwrites_nothing(self):
        for name in ("a", "b"):
            self.assertEqual(muster("simulate", "--families", 3, "--seed", 7, "--out", self.path / name).returncode, 0)
        for file in os.listdir(self.path / "a"):
            self.assertEqual((self.path / "a" / file).read_bytes(), (self.path / "b" / file).read_bytes())
        self.refused(muster("simulate", "--out", self.path / "a"), 4, str(self.path / "a"))
        self.assertEqual(muster("identify", self.path / "a").returncode, 0)

    def test_the_example_is_what_simulate_makes(self):
        self.assertEqual(muster("simulate", "--plan", "first-light", "--out", self.path / "a").returncode, 0)
        for file in os.listdir(EXAMPLE):
            self.assertEqual((EXAMPLE / file).read_bytes(), (self.path / "a" / file).read_bytes(), file)

    def test_an_interruption_is_status_130_and_leaves_no_file(self):
        slow = self.path / "slow.jsonl"
        slow.write_text("".join((ORACLE / "A_single_autosomal.jsonl").read_text() for _ in range(60)))
        process = subprocess.Popen([MUSTER, "likelihood", str(slow)], stdout=subprocess.DEVNULL)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=30), 130)
        self.assertEqual(os.listdir(self.path), ["slow.jsonl"])


if __name__ == "__main__":
    unittest.main()
