// How a list says what a record is, beside a key that says nothing.
import type { Row } from "../answers";
import { registerWord, when } from "../i18n/words.svelte";
import { asText } from "../lib/fields";
import { short } from "../lib/format";
import { formOf, named } from "../state.svelte";

/// A value of a field as lists show it: words in the chosen language, dates as it writes them, long texts cut.
export function valueSaid(kind: string, name: string, text: string, most = 90): string {
  if (formOf(kind)?.fields.find((one) => one.name === name)?.words?.includes(text)) return registerWord(text, name);
  return /^\d{4}-\d{2}(-\d{2}|$)/.test(text) ? when(text) : short(text, most);
}

/// The first three fields that say more than the record's key, and other than what it was found by.
export function whatIs(kind: string, row: Row, besides: string): string {
  const names = formOf(kind)?.fields.map((one) => one.name) ?? Object.keys(row.fields);
  const known = [besides, named(besides)[1]];
  const tells = (text: string) => text && !row.key.includes(text) && !/^[0-9a-f]{64}$/.test(text);
  const namesIt = (name: string) => [row.fields[name] ?? []].flat().some((one) => known.includes(one));
  const texts = names
    .filter((name) => !namesIt(name))
    .map((name) => [name, asText(row.fields[name])] as const)
    .filter(([, text]) => tells(text));
  return texts
    .slice(0, 3)
    .map(([name, text]) => valueSaid(kind, name, text, 60))
    .join(" · ");
}
