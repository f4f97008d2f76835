import { expect, test } from "vitest";
import { commonStart, fill, log10In, numberIn, percentIn, probabilityIn, short, whenIn } from "./format";

test("a date is shown as well as it is known", () => {
  expect(whenIn("en", "2018")).toBe("2018");
  expect(whenIn("en", "2018-07")).toBe("July 2018");
  expect(whenIn("en", "2018-07-27")).toBe("Jul 27, 2018");
  expect(whenIn("en", "2018-07-27T14:30")).toBe("Jul 27, 2018, 14:30");
});

test("a time keeps the clock and the zone of the place that wrote it", () => {
  expect(whenIn("en", "2018-08-01T20:00+09:00")).toBe("Aug 1, 2018, 20:00 +09:00");
  expect(whenIn("en", "2018-07-31T23:30-10:00")).toBe("Jul 31, 2018, 23:30 −10:00");
  expect(whenIn("en", "2026-11-27T22:20:03.105Z")).toBe("Nov 27, 2026, 22:20 UTC");
});

test("what is no date is left as it is", () => {
  for (const text of ["", "spring 1951", "2018-7-27", "1234567", "2018-07-27 or later"]) expect(whenIn("en", text)).toBe(text);
});

test("dates and numbers follow the language", () => {
  expect(whenIn("ko", "2018-07-27")).toBe("2018년 7월 27일");
  expect(numberIn("en", 7700)).toBe("7,700");
});

test("variables that are not given stay visible", () => {
  expect(fill("{n} of {all}", { n: 3 })).toBe("3 of {all}");
  expect(fill("{what}", { what: "$&" })).toBe("$&");
});

test("what names share is found up to a separator", () => {
  expect(commonStart(["SIM-F1-father", "SIM-F1-mother"])).toBe("SIM-F1-");
  expect(commonStart(["SIM-F1-brother", "SIM-F1-brother2"])).toBe("SIM-F1-");
  expect(commonStart(["a", "b"])).toBe("");
  expect(commonStart(["alone"])).toBe("");
});

test("long texts are cut between words", () => {
  expect(short("seen and counted", 20)).toBe("seen and counted");
  expect(short("seen and counted, twice", 18)).toBe("seen and counted …");
  expect(short("무척긴낱말하나로된글", 6)).toBe("무척긴낱말하 …");
});

test("probabilities are never rounded to what is certain, and an impossible likelihood ratio says so", () => {
  expect([0, 0.00001, 0.5, 0.99998, 1, 1.00000006].map((value) => probabilityIn("en", value))).toEqual([
    "< 0.0001",
    "< 0.0001",
    "0.5000",
    "> 0.9999",
    "> 0.9999",
    "> 0.9999",
  ]);
  expect([null, -1.234, 12].map((value) => log10In("en", value))).toEqual(["−∞", "−1.23", "12.00"]);
  expect([0, 0.001, 0.873, 0.998, 1].map((value) => percentIn("en", value))).toEqual(["0%", "< 1%", "87%", "> 99%", "100%"]);
});
