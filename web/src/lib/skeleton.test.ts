import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { elementsOf, idOf, nextTo, readName, sideOfTooth, survey, unplaced, zonesOf, type Inventory, type Specimen } from "./skeleton";
import { readBones } from "./skeleton.fixture";
import { plateOf, shapes, sizes, small } from "./skeleton_shapes";

const bones = readBones(readFileSync(new URL("../../../data/vocabulary/bones.csv", import.meta.url), "utf8"));
const specimen = (bone: string, side: string, more: Partial<Specimen> = {}): Specimen => ({
  key: `SIM, ${bone}, ${side}, ${more.position ?? ""}`,
  bone,
  side,
  position: "",
  completeness: "Complete",
  zones: [],
  mass_g: "",
  human: "Human",
  individual: "",
  case: "",
  accession: "SIM",
  simulated: true,
  ...more,
});
const element = (bone: string, side: string, position = "", specimens = 1, at_least = 1) => ({ bone, side, position, specimens, at_least });
const of = (specimens: Specimen[], elements: Inventory["elements"] = []) => survey(bones, { specimens, elements });

test("an adult skeleton has 206 bones and 32 teeth, and 20 teeth are of children", () => {
  const all = elementsOf(bones);
  expect(all.filter((one) => one.adult)).toHaveLength(206);
  expect(all.filter((one) => one.bone === "Tooth")).toHaveLength(52);
});

test("every element and side has one shape, and no two shapes are of one element", () => {
  const wanted = elementsOf(bones).map(idOf).sort();
  expect(shapes.map((one) => one.id).sort()).toEqual(wanted);
  expect(new Set(shapes.map((one) => one.d)).size).toBe(shapes.length);
});

test("every shape is a closed line on its plate, and left is on the viewer's right", () => {
  for (const { id, d, plate, at } of shapes) {
    expect(d, id).toMatch(/^M-?[\d.]+ -?[\d.]+(C(-?[\d.]+ ){5}-?[\d.]+)+Z/);
    const numbers = d.match(/-?[\d.]+/g)!.map(Number);
    const [wide, tall] = sizes[plate];
    expect(numbers.filter((_, n) => n % 2 === 0).every((x) => x >= 0 && x <= wide), id).toBe(true);
    expect(numbers.filter((_, n) => n % 2 === 1).every((y) => y >= 0 && y <= tall), id).toBe(true);
    expect(at.every(Number.isFinite), id).toBe(true);
  }
  const places = new Map(shapes.map((one) => [one.id, one.at[0]]));
  const pairs = [...places].filter(([id]) => id.includes("|Left|") && !id.startsWith("Tooth"));
  for (const [id, x] of pairs) expect(x, id).toBeGreaterThan(places.get(id.replace("Left", "Right"))!);
  expect(places.get("Tooth|Left|26")).toBeGreaterThan(places.get("Tooth|Right|16")!);
  expect(plateOf("Femur|Left|")).toBe("figure");
  expect(small.map((one) => one.plate)).not.toContain("figure");
});

test("missing, in part, complete, doubled", () => {
  const found = of(
    [
      specimen("Femur", "Left"),
      specimen("Femur", "Right", { completeness: "Incomplete", zones: [1, 2] }),
      specimen("Tibia", "Left", { key: "a" }),
      specimen("Tibia", "Left", { key: "b" }),
      specimen("Ulna", "Left", { human: "Non-human" }),
    ],
    [element("Femur", "Left"), element("Femur", "Right"), element("Tibia", "Left", "", 2, 2)],
  );
  const state = (id: string) => found.get(id)?.state;
  expect(["Femur|Left|", "Femur|Right|", "Tibia|Left|", "Tibia|Right|", "Ulna|Left|"].map(state)).toEqual([
    "complete",
    "part",
    "doubled",
    "missing",
    "missing",
  ]);
});

test("a cranium stands for its bones, a piece makes the whole present in part", () => {
  const found = of([specimen("Cranium", "Middle"), specimen("Ilium", "Left"), specimen("Manubrium", "Middle")]);
  expect(found.get("Parietal|Left|")).toMatchObject({ state: "complete", specimens: [], within: [{ bone: "Cranium" }] });
  expect(found.get("Mandible|Middle|")?.state).toBe("missing");
  expect(found.get("Malleus|Left|")?.state).toBe("missing");
  expect(found.get("Os coxae|Left|")?.state).toBe("part");
  expect(found.get("Os coxae|Right|")?.state).toBe("missing");
  expect(found.get("Sternum|Middle|")?.state).toBe("part");
});

test("a tooth is known by its number, and what has no place is not lost", () => {
  const all = [specimen("Tooth", "Unsided", { position: "26" }), specimen("Rib", "Left"), specimen("Femur", "Unsided")];
  const found = of(all);
  expect(sideOfTooth("26")).toBe("Left");
  expect(found.get("Tooth|Left|26")?.state).toBe("complete");
  expect(unplaced(found, all).map((one) => one.bone)).toEqual(["Rib", "Femur"]);
});

test("the names that the register gives elements are read", () => {
  expect(readName("Femur, Left")).toEqual({ bone: "Femur", side: "Left", position: "" });
  expect(readName("Rib, Unsided 5")).toEqual({ bone: "Rib", side: "Unsided", position: "5" });
  expect(readName("Cervical vertebra C3")).toEqual({ bone: "Cervical vertebra", side: "", position: "C3" });
  expect(readName("Sacrum").bone).toBe("Sacrum");
});

test("zones are counted over the specimens", () => {
  const parts = [specimen("Femur", "Left", { completeness: "Incomplete", zones: [1, 2] }), specimen("Femur", "Left")];
  expect(zonesOf(3, parts)).toEqual([2, 2, 1]);
});

test("arrows lead to the nearest in their direction, and everything is reached from everywhere", () => {
  const all = [
    { id: "a", at: [0, 0] as [number, number] },
    { id: "b", at: [10, 1] as [number, number] },
    { id: "c", at: [5, 20] as [number, number] },
  ];
  expect(nextTo(all[0]!, all, "ArrowRight")?.id).toBe("b");
  expect(nextTo(all[0]!, all, "ArrowDown")?.id).toBe("c");
  expect(nextTo(all[0]!, all, "ArrowLeft")).toBeUndefined();
  for (const plate of ["skull", "teeth", "trunk", "hands", "feet", "figure"]) {
    const spots = shapes.filter((one) => one.plate === plate);
    const reached = new Set([spots[0]!]);
    for (const one of reached)
      for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
        const next = nextTo(one, spots, key);
        if (next) reached.add(spots.find((other) => other.id === next.id)!);
      }
    expect(spots.filter((one) => !reached.has(one)).map((one) => one.id), plate).toEqual([]);
  }
});
