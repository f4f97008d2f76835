import { expect, test } from "vitest";
import { around, columns, fitting, linesOf, type Tie, type Wanted } from "./joint";

const candidate = (person: string, alone: number, joint: number | null = alone) => ({
  person,
  family: `F-${person}`,
  log10_lr: 1,
  alone,
  joint,
});
const all: Wanted = { q: "", least: 0, differs: false, order: "sample" };
const lines = linesOf([
  { sample: "s1", none: 0.05, candidates: [candidate("a", 0.5, 0.93), candidate("b", 0.5, 0.02)] },
  { sample: "s2", none: 0.9, candidates: [candidate("c", 0.1)] },
  { sample: "s3", none: 0.2, candidates: [candidate("b", 0.5, 0.8), candidate("a", 0.48, 0)] },
  { sample: "s4", none: 1, candidates: [] },
]);

test("a line says who is likeliest, and whether weighing together changes it", () => {
  expect(lines.map((line) => line.best?.person)).toEqual(["a", "c", "b", undefined]);
  expect(lines.map((line) => line.nobody)).toEqual([false, true, false, true]);
  expect(lines.map((line) => line.differs)).toEqual([true, false, true, false]);
  expect(linesOf([{ sample: "s", none: 0, candidates: [candidate("a", 0.6, null)] }])[0]!.differs).toBe(false);
});

test("lines are found by any word, by the least posterior, by what differs, and put in order", () => {
  const found = (wanted: Partial<Wanted>) => fitting(lines, { ...all, ...wanted }).map((line) => line.sample);
  expect(found({})).toEqual(["s1", "s2", "s3", "s4"]);
  expect(found({ q: "F-B s3" })).toEqual(["s3"]);
  expect(found({ least: 0.8 })).toEqual(["s1", "s3"]);
  expect(found({ differs: true })).toEqual(["s1", "s3"]);
  expect(found({ order: "unsure" })).toEqual(["s3", "s2", "s1", "s4"]);
  expect(found({ order: "sure" })[0]).toBe("s4");
});

test("around a sample is what hangs together with it, the strongest ties first, and no more than there is room for", () => {
  const near = around(lines, "s1");
  expect(near.samples).toEqual(["s1", "s3"]);
  expect(near.persons).toEqual(["a", "b"]);
  expect(near.ties.map((tie) => tie.weight)).toEqual([0.93, 0.02, 0.8]);
  expect(near.left).toBe(0);
  expect(around(lines, "s4")).toEqual({ samples: ["s4"], persons: [], ties: [], left: 0 });
  const tight = around(lines, "s1", 0.005, 2);
  expect(tight.ties).toHaveLength(1);
  expect(tight.left).toBeGreaterThan(0);
});

function crossings(ties: Tie[], { samples, persons }: { samples: string[]; persons: string[] }): number {
  const at = ties.map((tie) => [samples.indexOf(tie.sample), persons.indexOf(tie.person)] as const);
  let count = 0;
  for (let a = 0; a < at.length; ++a)
    for (let b = 0; b < a; ++b) if ((at[a]![0] - at[b]![0]) * (at[a]![1] - at[b]![1]) < 0) count += 1;
  return count;
}

test("the columns are put so that ties cross less", () => {
  const names = Array.from({ length: 12 }, (_, n) => `n${String(n).padStart(2, "0")}`);
  const ties = names.map((name, n) => ({ sample: name, person: names[(n * 5) % 12]!, weight: 0.9 }));
  const graph = { samples: names, persons: names, ties, left: 0 };
  expect(crossings(ties, graph)).toBeGreaterThan(10);
  expect(crossings(ties, columns(graph))).toBe(0);
});
