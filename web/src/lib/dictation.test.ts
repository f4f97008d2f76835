import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { registerKo } from "../i18n/register_ko";
import { completed, completions, hear, nextDesignator, type Spoken } from "./dictation";
import { readBones } from "./skeleton.fixture";

const bones = readBones(readFileSync(new URL("../../../data/vocabulary/bones.csv", import.meta.url), "utf8"));
const spoken: Spoken = (word, of) => [word, registerKo[`${of}.${word}`] ?? registerKo[word] ?? word];
const heard = (line: string) => hear(line, bones, spoken, "Human");
const fields = (line: string) => {
  const { fields, troubles } = heard(line);
  expect(troubles, line).toEqual([]);
  return fields;
};
const said = (line: string) => heard(line).troubles.map((one) => [one.say, one.word]);

test("a bone, its side, its completeness and its mass", () => {
  const femur = { bone: "Femur", side: "Left", completeness: "Complete", mass_g: "412.5", human: "Human" };
  expect(fields("fem l c 412.5")).toEqual(femur);
  expect(fields("  FEMUR left Complete 412.5g ")).toEqual(femur);
  expect(fields("fem l c 412")).toEqual({ ...femur, mass_g: "412" });
  expect(fields("fem l c 412,5")).toEqual(femur);
});

test("numbers before the completeness say which; side and number in either order", () => {
  const rib = { bone: "Rib", side: "Right", position: "5", completeness: "Incomplete", human: "Human" };
  expect(fields("rib r 5 i")).toEqual(rib);
  expect(fields("rib 5 r i")).toEqual(rib);
  expect(fields("rib r i")).toEqual({ ...rib, position: undefined }); // not known which
  expect(fields("prox h l 3 c 4.1")).toMatchObject({ bone: "Proximal hand phalanx", side: "Left", position: "3", mass_g: "4.1" });
});

test("zones of an incomplete bone, and a mass that has a point or a g", () => {
  expect(fields("hum r i 1 2 3")).toMatchObject({ bone: "Humerus", side: "Right", completeness: "Incomplete", zones: "1; 2; 3" });
  expect(fields("hum r i 1-3,7 188.5")).toMatchObject({ zones: "1; 2; 3; 7", mass_g: "188.5" });
  expect(fields("os l i 12 5 200g")).toMatchObject({ bone: "Os coxae", zones: "5; 12", mass_g: "200" });
  expect(said("hum r i 12")).toEqual([["noZone", "12"]]);
  expect(said("hum r i 188")).toEqual([["noZone", "188"]]); // a mass in whole grams has its g
  expect(said("fem l c 400.5 3")).toEqual([["zonesOfComplete", "3"]]);
  expect(said("rad l i 40.5 3")).toEqual([["notUnderstood", "3"]]); // a radius has no zones
});

test("vertebrae and teeth by their numbers alone, and what has one side only", () => {
  expect(fields("l3 c")).toMatchObject({ bone: "Lumbar vertebra", side: "Middle", position: "L3" });
  expect(fields("thor 12 i")).toMatchObject({ bone: "Thoracic vertebra", position: "T12" });
  expect(fields("26 c 1.9")).toMatchObject({ bone: "Tooth", side: "Left", position: "26", mass_g: "1.9" });
  expect(fields("11 c")).toMatchObject({ bone: "Tooth", side: "Right", position: "11" });
  expect(fields("sac i")).toMatchObject({ bone: "Sacrum", side: "Middle" });
});

test("a word that is written out is meant, one that begins several is asked about", () => {
  expect(fields("sternum c").bone).toBe("Sternum");
  expect(heard("ster c").troubles[0]).toMatchObject({ say: "manyBones", word: "ster", options: ["Sternum", "Sternal body"] });
  expect(heard("met l 1 c").troubles[0]?.options).toEqual(["Metacarpal", "Metatarsal"]);
  expect(heard("cun l c").troubles[0]).toMatchObject({ say: "whichBone", word: "cun" });
  expect(fields("unidentified u i 2.5").bone).toBe("Unidentified");
  expect(fields("unid long l i").bone).toBe("Unidentified long bone");
});

test("what is missing or wrong is said by its place", () => {
  expect(said("")).toEqual([["whichBone", ""]]);
  expect(said("fem")[0]?.[0]).toBe("whichSide");
  expect(said("fem x")).toEqual([["whichSide", "x"]]);
  expect(said("fem l")[0]?.[0]).toBe("whichCompleteness");
  expect(said("fem m c")).toEqual([["whichSide", "m"]]); // a femur is not of the middle
  expect(said("rib r 13 c")).toEqual([["noPosition", "13"]]);
  expect(said("fem l c heavy")).toEqual([["notUnderstood", "heavy"]]);
});

test("human or not, and a remark", () => {
  expect(fields("fem l i non").human).toBe("Non-human");
  const burnt = { human: "Undetermined", mass_g: "3.5", remarks: "gnawed; burnt" };
  expect(fields("fem l i und 3.5; gnawed; burnt")).toMatchObject(burnt);
});

test("Korean is understood as English is", () => {
  expect(fields("넙다리 왼 완 412.5")).toMatchObject({ bone: "Femur", side: "Left", completeness: "Complete", mass_g: "412.5" });
  expect(fields("갈비 좌우 미정 5 불 사람 아님")).toMatchObject({ bone: "Rib", side: "Unsided", position: "5", human: "Non-human" });
});

test("a line is completed where it is not understood", () => {
  const next = (line: string) => completions(bones, spoken, heard(line));
  expect(next("met")).toEqual(["Metacarpal", "Metatarsal"]);
  expect(completed("met", "Metatarsal", heard("met"))).toBe("metatarsal ");
  expect(next("cun")).toEqual(["Medial cuneiform", "Intermediate cuneiform", "Lateral cuneiform"]);
  expect(completed("rib 5 c", "Left", heard("rib 5 c"))).toBe("rib 5 left c ");
  expect(completed("fem ", "Left", heard("fem "))).toBe("fem left ");
  for (const line of ["", "met", "cun", "fem", "fem l", "rib 5"]) {
    const before = heard(line);
    for (const word of next(line)) expect(heard(completed(line, word, before)).troubles[0], line).not.toEqual(before.troubles[0]);
  }
});

test("every bone can be said, and its first word is enough or asks which", () => {
  for (const { bone } of bones) {
    expect(hear(`${bone} `, bones, spoken).fields.bone).toBe(bone);
    const first = heard(bone.split(" ")[0]!.toLowerCase());
    expect(first.fields.bone ?? first.troubles[0]?.options.includes(bone), bone).toBeTruthy();
  }
});

test("the next designator goes on from the highest", () => {
  expect(nextDesignator([])).toBe("1");
  expect(nextDesignator(["101", "99", "7A"])).toBe("102");
  expect(nextDesignator(["S-009", "S-2"])).toBe("S-010");
  expect(nextDesignator(["A", "B"])).toBe("1");
});
