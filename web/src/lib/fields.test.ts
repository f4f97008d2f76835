import { expect, test } from "vitest";
import { helpOf, isList, isTime, namesKinds, parts, refOf } from "./fields";

const items = { name: "items", help: "what is handed over; key of a recorded case, specimen, sample; several with ; between them" };
const lab = { name: "lab", help: "the laboratory; key of a recorded party" };
const on = { name: "on", help: "when; such as 2018-07-27 or 2018-07-27T14:30+09:00" };

test("a form's words tell which records a field names", () => {
  expect(namesKinds(items)).toEqual(["case", "specimen", "sample"]);
  expect(namesKinds(lab)).toEqual(["party"]);
  expect(namesKinds(on)).toEqual([]);
  expect([isList(items), isList(lab), isTime(on), isTime(lab)]).toEqual([true, false, true, false]);
});

test("what a field means and how it is written are told apart", () => {
  expect(helpOf(on)).toEqual({ meaning: "when", rules: ["dateHelp"] });
  expect(helpOf(items)).toEqual({ meaning: "what is handed over", rules: ["refHelp", "listHelp"] });
  expect(helpOf({ name: "area_m2", help: "area searched; a number, 0 or more" })).toEqual({
    meaning: "area searched",
    rules: ["positiveHelp"],
  });
});

test("values become names of records", () => {
  expect(refOf(lab, "DPAA")).toBe("party:DPAA");
  expect(refOf(items, "case:W/01")).toBe("case:W/01");
  expect(refOf(items, "W/01")).toBeNull();
  expect(refOf({ name: "remarks", help: "what else there is to say" }, "seen: once")).toBeNull();
  expect(refOf(undefined, "case:W/01")).toBeNull();
});

test("lists are taken apart without empty parts", () => {
  expect(parts(" a; b;;c ;")).toEqual(["a", "b", "c"]);
});
