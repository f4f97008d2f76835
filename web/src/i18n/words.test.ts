import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { en } from "./en";
import { kindsEn, kindsKo } from "./kinds";
import { ko } from "./ko";

const source = new URL("..", import.meta.url).pathname;
const files = (folder: string): string[] => readdirSync(folder).flatMap((name) => {
  const path = join(folder, name);
  return statSync(path).isDirectory() ? files(path) : [path];
});

test("both catalogues say the same things, with the same variables", () => {
  const variables = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1]).sort();
  expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
  for (const name of Object.keys(en) as (keyof typeof en)[]) {
    expect(variables(ko[name]), name).toEqual(variables(en[name]));
    expect(ko[name].trim(), name).not.toBe("");
  }
});

test("every kind has a name in both languages", () => {
  expect(Object.keys(kindsKo).sort()).toEqual(Object.keys(kindsEn).sort());
});

test("what the page says is said somewhere, and no markup has inline styles, which the content policy forbids", () => {
  const code = files(source).filter((path) => /\.(svelte|ts)$/.test(path) && !/i18n/.test(path)).map((path) => [path, readFileSync(path, "utf8")] as const);
  const all = code.map(([, text]) => text).join("\n");
  for (const name of Object.keys(en)) expect(all.includes(`"${name}"`), name).toBe(true);
  for (const [path, text] of code) expect(/<[a-z][^>]*\sstyle="/.test(text), path).toBe(false);
});
