import { expect, test } from "vitest";
import { draw, type Member } from "./pedigree";

const family: Member[] = [
  { id: "grandfather", sex: "Male" },
  { id: "grandmother", sex: "Female" },
  { id: "father", sex: "Male", father: "grandfather", mother: "grandmother" },
  { id: "aunt", sex: "Female", father: "grandfather", mother: "grandmother" },
  { id: "mother", sex: "Female" },
  { id: "missing", sex: "Male", father: "father", mother: "mother" },
  { id: "sister", sex: "Female", father: "father", mother: "mother" },
];

test("nobody stands on somebody else, and children stand below their parents", () => {
  const drawing = draw(family);
  const at = new Map(drawing.placed.map((one) => [one.id, one]));
  const places = new Set(drawing.placed.map((one) => `${one.x},${one.y}`));
  expect(places.size).toBe(family.length);
  for (const member of family) {
    for (const parent of [member.father, member.mother]) if (parent) expect(at.get(parent)!.y).toBeLessThan(at.get(member.id)!.y);
  }
  expect(at.get("mother")!.y).toBe(at.get("father")!.y);
  for (const one of drawing.placed) {
    expect(one.x).toBeGreaterThan(0);
    expect(one.x).toBeLessThan(drawing.width);
  }
});

test("two siblings stand centred below their parents", () => {
  const at = new Map(
    draw([
      { id: "f", sex: "Male" },
      { id: "m", sex: "Female" },
      { id: "a", sex: "Male", father: "f", mother: "m" },
      { id: "b", sex: "Male", father: "f", mother: "m" },
    ]).placed.map((one) => [one.id, one]),
  );
  expect(at.get("a")!.x + at.get("b")!.x).toBe(at.get("f")!.x + at.get("m")!.x);
});

test("a circle of parents, which no record should have, is drawn all the same", () => {
  expect(
    draw([
      { id: "a", sex: "Male", father: "b" },
      { id: "b", sex: "Male", father: "a" },
    ]).placed.length,
  ).toBe(2);
  expect(draw([]).placed.length).toBe(0);
});

test("identical twins hang from one point, and are joined", () => {
  const drawing = draw([
    { id: "f", sex: "Male" },
    { id: "m", sex: "Female" },
    { id: "a", sex: "Male", father: "f", mother: "m", twin: "b" },
    { id: "b", sex: "Male", father: "f", mother: "m" },
  ]);
  expect(drawing.twins.length).toBe(1);
  expect(drawing.descents[0]!.over).toBe(drawing.descents[1]!.over);
});

test("half siblings stand below their own parents, and parents who are not in the family are no reason to fail", () => {
  const drawing = draw([
    { id: "f", sex: "Male" },
    { id: "m1", sex: "Female" },
    { id: "m2", sex: "Female" },
    { id: "a", sex: "Male", father: "f", mother: "m1" },
    { id: "b", sex: "Female", father: "f", mother: "m2" },
    { id: "c", sex: "Male", father: "elsewhere", mother: "m2" },
  ]);
  expect(drawing.couples.length).toBe(2);
  expect(new Set(drawing.placed.map((one) => `${one.x},${one.y}`)).size).toBe(6);
});

test("nobody stands between a couple: the one's brothers and sisters on this side, the other's on that", () => {
  const drawing = draw([
    ...["grandfather-1", "grandfather-2"].map((id) => ({ id, sex: "Male" })),
    ...["grandmother-1", "grandmother-2"].map((id) => ({ id, sex: "Female" })),
    { id: "father", sex: "Male", father: "grandfather-1", mother: "grandmother-1" },
    { id: "uncle", sex: "Male", father: "grandfather-1", mother: "grandmother-1" },
    { id: "mother", sex: "Female", father: "grandfather-2", mother: "grandmother-2" },
    { id: "aunt", sex: "Female", father: "grandfather-2", mother: "grandmother-2" },
    { id: "missing", sex: "Male", father: "father", mother: "mother" },
  ]);
  const row = (generation: number) =>
    drawing.placed
      .filter((one) => one.generation === generation)
      .sort((a, b) => a.x - b.x)
      .map((one) => one.id);
  expect(row(0)).toEqual(["grandfather-1", "grandmother-1", "grandfather-2", "grandmother-2"]);
  expect(row(1)).toEqual(["uncle", "father", "mother", "aunt"]);
});
