import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { zoneWords } from "../i18n/zones";
import { readBones } from "./skeleton.fixture";
import { shapes } from "./skeleton_shapes";
import { drawnZones, placed } from "./zones";

const bones = readBones(readFileSync(new URL("../../../data/vocabulary/bones.csv", import.meta.url), "utf8"));
const withZones = bones.filter((one) => one.zones);
const drawn = (id: string, count: number) => drawnZones(id, count, [240, 480]);

test("every bone with zones has each of them drawn once and named in both languages, as many as the vocabulary says", () => {
  expect(withZones.length).toBeGreaterThan(0);
  for (const { bone, zones } of withZones) {
    expect(placed(bone, zones), bone).toBe(true);
    expect(zoneWords[bone], bone).toHaveLength(zones);
    expect(zoneWords[bone]!.flat().every(Boolean), bone).toBe(true);
    for (const side of ["Left", "Right"])
      expect(drawn(`${bone}|${side}|`, zones).zones.map(({ n }) => n)).toEqual(Array.from({ length: zones }, (_, n) => n + 1));
  }
});

test("the zones of a bone cover it whole, and each is large enough to be hit", () => {
  for (const { bone, zones } of withZones) {
    const whole = drawn(`${bone}|Left|`, 1).zones[0]!.area;
    const parts = drawn(`${bone}|Left|`, zones).zones;
    expect(parts.reduce((sum, one) => sum + one.area, 0) / whole, bone).toBeCloseTo(1, 6);
    for (const one of parts) expect(one.area, `${bone} ${one.n}`).toBeGreaterThan(24 * 24);
  }
});

test("the right bone is the mirror image of the left one", () => {
  for (const { bone, zones } of withZones) {
    const [left, right] = ["Left", "Right"].map((side) => drawn(`${bone}|${side}|`, zones)) as [ReturnType<typeof drawn>, ReturnType<typeof drawn>];
    left.zones.forEach(({ at }, n) => {
      expect(right.zones[n]!.at[0], `${bone} ${n + 1}`).toBeCloseTo(left.size[0] - at[0], 3);
      expect(right.zones[n]!.at[1], `${bone} ${n + 1}`).toBeCloseTo(at[1], 3);
    });
  }
});

test("zones that nobody described are bands in the order of their numbers, from the top or from the middle of the body", () => {
  expect(placed("Femur", 7)).toBe(false); // a laboratory that numbers them otherwise
  const ys = drawn("Femur|Right|", 7).zones.map(({ at }) => at[1]);
  expect(ys).toEqual([...ys].sort((a, b) => a - b));
  const xs = drawn("Clavicle|Left|", 3).zones.map(({ at }) => at[0]);
  expect(xs).toEqual([...xs].sort((a, b) => a - b));
  for (const { id } of shapes) expect(drawn(id, 3).zones, id).toHaveLength(3);
  expect(drawn("Femur|Left|", 0).zones).toEqual([]);
});
