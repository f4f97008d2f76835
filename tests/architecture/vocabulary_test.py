#!/usr/bin/env python3
"""Holds data/vocabulary to what the register expects of it, and counts the bones."""

import collections
import csv
import pathlib
import unittest

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "data" / "vocabulary"
VOCABULARIES = {
    "side", "completeness", "human", "association", "association_level", "association_direction",
    "association_reason", "dna_result", "disposition", "seal_condition", "search_status", "mass_event", "dna_test",
    "party_type", "sample_material", "transfer_purpose", "person_role", "sex", "case_category", "accounting_status",
    "reference_slot", "consent", "consent_scope", "contact_channel", "source_type", "unit", "measure", "qualifier",
    "examination_type", "inventory_state", "evidence_type", "evidence_direction", "review_type", "review_outcome", "yes_no", "role",
}
PERMANENT = {f"{quadrant}{tooth}" for quadrant in "1234" for tooth in range(1, 9)}
DECIDUOUS = {f"{quadrant}{tooth}" for quadrant in "5678" for tooth in range(1, 6)}


def read(name, columns):
    with open(FOLDER / name, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        rows = list(reader)
    assert reader.fieldnames == columns, f"{name}: {reader.fieldnames}"
    return rows


def doubled(items):
    return [item for item, count in collections.Counter(items).items() if count > 1]


class Vocabulary(unittest.TestCase):
    def setUp(self):
        self.words = read("words.csv", ["vocabulary", "word", "meaning"])
        self.bones = read("bones.csv", ["bone", "group", "sides", "positions", "zones", "adult", "part_of",
                                         "firm", "meaning"])

    def words_of(self, vocabulary):
        return [row["word"] for row in self.words if row["vocabulary"] == vocabulary]

    def bones_named(self, name):
        return [row for row in self.bones if row["bone"] == name]

    def test_every_field_is_filled_and_trimmed(self):
        for row in self.words + self.bones:
            for column, field in row.items():
                self.assertIsInstance(field, str, row)
                self.assertEqual(field, field.strip(), row)
                if column not in ("positions", "zones", "part_of", "firm"):
                    self.assertNotEqual(field, "", (column, row))

    def test_the_vocabularies_are_those_of_the_register(self):
        self.assertEqual({row["vocabulary"] for row in self.words}, VOCABULARIES)

    def test_no_word_and_no_bone_is_there_twice_in_any_case(self):
        self.assertEqual(doubled((row["vocabulary"], row["word"].lower()) for row in self.words), [])
        self.assertEqual(doubled(row["bone"].lower() for row in self.bones), [])

    def test_the_words_that_the_register_defines_are_all_there(self):
        self.assertEqual(self.words_of("side"), ["Left", "Right", "Middle", "Unsided"])
        self.assertEqual(self.words_of("completeness"), ["Complete", "Incomplete"])
        self.assertEqual(self.words_of("association"), ["Pair match", "Articulation", "Refit", "Morphology"])
        self.assertEqual(len(self.words_of("association_reason")), 17)
        self.assertEqual(self.words_of("dna_result"), ["Reportable", "Inconclusive", "Unable to assign", "Cancelled",
                                                       "No results", "Pending"])
        self.assertEqual(self.words_of("disposition"), ["Stored", "Consumed", "Returned"])

    def test_sides_are_known_and_either_middle_or_both(self):
        for row in self.bones:
            sides = row["sides"].split(" ")
            self.assertLessEqual(set(sides), set(self.words_of("side")), row)
            self.assertEqual(doubled(sides), [], row)
            self.assertEqual("Left" in sides, "Right" in sides, row)
            if row["adult"] == "yes":
                self.assertNotEqual("Left" in sides, "Middle" in sides, row)

    def test_positions_and_zones_can_be_read(self):
        for row in self.bones:
            self.assertEqual(doubled(row["positions"].split()), [], row)
            self.assertEqual(row["positions"], " ".join(row["positions"].split()), row)
            self.assertTrue(row["zones"] == "" or int(row["zones"]) > 1, row)
            self.assertIn(row["adult"], ("yes", "no"), row)

    def test_parts_are_of_a_whole_that_is_no_part_and_has_their_sides_or_is_of_the_midline(self):
        wholes = collections.Counter(row["part_of"] for row in self.bones if row["part_of"])
        self.assertEqual(wholes, {"Cranium": 13, "Sternum": 3, "Os coxae": 3})
        for row in self.bones:
            if row["part_of"]:
                (whole,) = self.bones_named(row["part_of"])
                self.assertEqual((whole["part_of"], whole["positions"]), ("", ""), row)
                self.assertIn(row["firm"], ("yes", "no"), row)
                self.assertIn(whole["sides"], (row["sides"], "Middle"), row)

    def test_teeth_are_the_32_permanent_and_20_deciduous_ones_of_the_fdi(self):
        (tooth,) = self.bones_named("Tooth")
        positions = tooth["positions"].split()
        self.assertEqual(len(positions), 52)
        self.assertEqual(set(positions), PERMANENT | DECIDUOUS)

    def count(self, rows):
        """Elements of an adult: positions (one where a bone has none) times sides, Unsided left out."""
        return sum(
            max(1, len(row["positions"].split())) * len(set(row["sides"].split()) - {"Unsided"})
            for row in rows if row["adult"] == "yes"
        )

    def test_an_adult_has_206_bones(self):
        self.assertEqual(self.count(self.bones), 206)

    def test_each_region_has_its_bones(self):
        expected = {"skull": 22, "ear": 6, "neck": 1, "spine": 26, "thorax": 25, "arm": 10, "hand": 54, "pelvis": 2,
                    "leg": 8, "foot": 52, "teeth": 0, "unidentified": 0, "hand or foot": 0}
        found = {group: self.count([row for row in self.bones if row["group"] == group])
                 for group in {row["group"] for row in self.bones}}
        self.assertEqual(found, expected)


if __name__ == "__main__":
    unittest.main()
