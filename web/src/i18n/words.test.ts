import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { en } from "./en";
import { fields } from "./fields";
import { kindsEn, kindsKo } from "./kinds";
import { ko } from "./ko";
import { registerKo } from "./register_ko";

const source = new URL("..", import.meta.url).pathname;
const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
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

/// The register's own tables of kinds, in C++: each opens {"kind", "command", "summary", and has field("name", type, "help" …) within.
function tables() {
  const folder = join(source, "../../src/register");
  const names = readdirSync(folder).filter((name) => /^kinds_.*\.cpp$/.test(name));
  const parts = names.flatMap((name) => readFileSync(join(folder, name), "utf8").split(/^ {8}\{"/m));
  return parts.map((part) => ({
    kind: /^(\w+)",/.exec(part)?.[1] ?? "", // none: what the kinds of a file have in common
    summary: /^\w+",\s*"[^"]*",\s*"([^"]*)"/.exec(part)?.[1] ?? "",
    byHand: !/^ {9}false\}/m.test(part),
    fields: [...part.matchAll(/field\(\s*"(\w+)",\s*\w+,\s*"([^"]*)"/g)].map(([, name, help]) => ({ name: name!, help: help! })),
  }));
}

test("every kind of record and every field of it has a name in both languages", () => {
  const all = tables();
  const kinds = all.map((one) => one.kind).filter(Boolean);
  expect(kinds.length).toBeGreaterThan(50);
  expect(kinds.filter((kind) => !(kind in kindsEn))).toEqual([]);
  expect(Object.keys(kindsKo).sort()).toEqual(Object.keys(kindsEn).sort());
  expect(all.flatMap((one) => one.fields.map(({ name }) => name)).filter((name) => !(name in fields))).toEqual([]);
  for (const [name, words] of Object.entries(fields)) expect(words.every(Boolean), name).toBe(true);
  const owners = Object.keys(fields).filter((name) => name.includes("."));
  expect(owners.filter((name) => !kinds.includes(name.split(".")[0]!))).toEqual([]);
});

test("what the register says in forms is known in Korean: kinds, helps, the words of vocabularies", () => {
  const forms = tables().filter((one) => one.byHand);
  const vocabulary = (name: string) =>
    readFileSync(join(source, "../../data/vocabulary", name), "utf8")
      .trim()
      .split("\n")
      .slice(1);
  const words = [...vocabulary("words.csv").map((row) => row.split(",")[1]!), ...vocabulary("bones.csv").map((row) => row.split(",")[0]!)];
  const said = [...forms.map((one) => one.summary), ...forms.flatMap((one) => one.fields.map(({ help }) => help)), ...words];
  expect(said.length).toBeGreaterThan(500);
  expect(said.filter((text) => text && !(text in registerKo))).toEqual([]);
});

test("what the page says is said somewhere, and no markup has inline styles, which the content policy forbids", () => {
  const pages = files(source).filter((path) => /\.(svelte|ts)$/.test(path) && !/i18n/.test(path));
  const code = pages.map((path) => [path, readFileSync(path, "utf8")] as const);
  const all = code.map(([, text]) => text).join("\n");
  for (const name of Object.keys(en)) expect(all.includes(`"${name}"`), name).toBe(true);
  for (const [path, text] of code) expect(/<[a-z][^>]*\sstyle="/.test(text), path).toBe(false);
});
