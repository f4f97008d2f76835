import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { en } from "./en";
import { fields } from "./fields";
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

/// The register's own tables of kinds, in C++: each opens {"kind", and has field("name", …) within.
function tables(): { kind: string; names: string[] }[] {
  const folder = join(source, "../../src/register");
  const text = readdirSync(folder).filter((name) => /^kinds_.*\.cpp$/.test(name)).map((name) => readFileSync(join(folder, name), "utf8")).join("");
  const shared = text.split(/^ {8}\{"/m);
  return shared.map((part) => ({ kind: /^(\w+)",/.exec(part)?.[1] ?? "", names: [...part.matchAll(/field\(\s*"(\w+)"/g)].map((one) => one[1]!) }));
}

test("every kind of record and every field of it has a name in both languages", () => {
  const all = tables();
  const kinds = all.map((one) => one.kind).filter(Boolean);
  expect(kinds.length).toBeGreaterThan(50);
  expect(kinds.filter((kind) => !(kind in kindsEn))).toEqual([]);
  expect(Object.keys(kindsKo).sort()).toEqual(Object.keys(kindsEn).sort());
  expect([...new Set(all.flatMap((one) => one.names))].filter((name) => !(name in fields))).toEqual([]);
  for (const [name, words] of Object.entries(fields)) expect(words.every(Boolean), name).toBe(true);
  const owners = Object.keys(fields).filter((name) => name.includes(".")).map((name) => name.split(".")[0]!);
  expect(owners.filter((kind) => !kinds.includes(kind))).toEqual([]);
});

test("what the page says is said somewhere, and no markup has inline styles, which the content policy forbids", () => {
  const code = files(source).filter((path) => /\.(svelte|ts)$/.test(path) && !/i18n/.test(path)).map((path) => [path, readFileSync(path, "utf8")] as const);
  const all = code.map(([, text]) => text).join("\n");
  for (const name of Object.keys(en)) expect(all.includes(`"${name}"`), name).toBe(true);
  for (const [path, text] of code) expect(/<[a-z][^>]*\sstyle="/.test(text), path).toBe(false);
});
