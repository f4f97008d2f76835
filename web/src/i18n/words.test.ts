import { expect, test } from "vitest";
import { en } from "./en";
import { ko } from "./ko";

test("both catalogues say the same things, with the same variables", () => {
  const variables = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1]).sort();
  expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
  for (const name of Object.keys(en) as (keyof typeof en)[]) {
    expect(variables(ko[name]), name).toEqual(variables(en[name]));
    expect(ko[name].trim(), name).not.toBe("");
  }
});
