import { expect, test } from "vitest";
import { isList, isTime, namesKinds, parts, refOf, rulesOf, type Field } from "./fields";

const field = (name: string, more: Partial<Field>): Field => ({
  name,
  help: "",
  type: "text",
  kinds: [],
  list: false,
  required: false,
  personal: false,
  words: [],
  ...more,
});
const items = field("items", { type: "record", kinds: ["case", "specimen", "sample"], list: true });
const lab = field("lab", { type: "record", kinds: ["party"] });
const about = field("about", { type: "record", kinds: ["party", "site", "turnover", "case", "leg", "receipt", "specimen"] });
const on = field("on", { type: "time" });

test("a form tells which records a field names", () => {
  expect(namesKinds(items)).toEqual(["case", "specimen", "sample"]);
  expect(namesKinds(about)).toEqual([]);
  expect(namesKinds(on)).toEqual([]);
  expect([isList(items), isList(lab), isTime(on), isTime(lab)]).toEqual([true, false, true, false]);
});

test("how a value is written follows from its type", () => {
  expect(rulesOf(on)).toEqual(["dateHelp"]);
  expect(rulesOf(items)).toEqual(["refHelp", "listHelp"]);
  expect(rulesOf(about)).toEqual(["anyRefHelp"]);
  expect(rulesOf(field("name", { personal: true }))).toEqual(["personalHelp"]);
  expect(rulesOf(field("area_m2", { type: "amount" }))).toEqual(["positiveHelp"]);
});

test("values become names of records", () => {
  expect(refOf(lab, "DPAA")).toBe("party:DPAA");
  expect(refOf(items, "case:W/01")).toBe("case:W/01");
  expect(refOf(items, "W/01")).toBeNull();
  expect(refOf(field("remarks", {}), "seen: once")).toBeNull();
  expect(refOf(about, "site:SIM-1")).toBe("site:SIM-1");
  expect(refOf(undefined, "case:W/01")).toBeNull();
});

test("lists are taken apart without empty parts", () => {
  expect(parts(" a; b;;c ;")).toEqual(["a", "b", "c"]);
});
