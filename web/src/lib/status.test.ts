import { expect, test } from "vitest";
import type { Packet, Row } from "../answers";
import { statusOf } from "./status";

const row = (entry: number, on: string, status: string, state: "current" | "withdrawn" = "current"): Row => ({
  key: `#${entry}`,
  state,
  simulated: true,
  entry,
  fields: { on, status },
});
const packet = (on: string, entry: number): Packet => ({
  ref: "identification:SIM-1",
  simulated: true,
  fields: {},
  evidence: [],
  hypotheses: [],
  reviews: [],
  missing: [],
  signature: on ? [{ ref: `signature:#${entry}`, entry, fields: { on } }] : [],
});

test("a signed identification accounts for somebody, one that is not signed does not", () => {
  expect(statusOf([], [packet("2018-11-12", 9)])?.words).toBe("Accounted for: remains identified");
  expect(statusOf([], [packet("", 0)])).toBeNull();
  expect(statusOf([], [])).toBeNull();
});

test("the newest by its date decides, and of those that dates do not order the one recorded last", () => {
  expect(statusOf([row(3, "2019-01-01", "Unaccounted for")], [packet("2018-11-12", 9)])?.words).toBe("Unaccounted for");
  expect(statusOf([row(3, "2018-11-12", "Unaccounted for"), row(2, "2018", "other")], [])?.words).toBe("Unaccounted for");
  expect(statusOf([row(5, "2018", "Unaccounted for")], [packet("2018-11-12", 4)])?.words).toBe("Unaccounted for");
});

test("what was withdrawn does not count", () => {
  expect(statusOf([row(3, "2019-01-01", "Unaccounted for", "withdrawn")], [])).toBeNull();
});
