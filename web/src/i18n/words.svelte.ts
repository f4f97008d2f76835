import { decimalIn, fill, log10In, numberIn, percentIn, probabilityIn, whenIn } from "../lib/format";
import { inKorean } from "../lib/said";
import { en, type Words } from "./en";
import { fields } from "./fields";
import { kindsEn, kindsKo } from "./kinds";
import { ko } from "./ko";
import { registerKo } from "./register_ko";

const catalogues: Record<string, Words> = { en, ko };
export const languages = { en: "English", ko: "한국어" };

function first(): keyof typeof languages {
  const kept = localStorage.getItem("language");
  return kept === "ko" || (!kept && navigator.language.startsWith("ko")) ? "ko" : "en";
}

export const chosen = $state({ language: first() });

export function speak(language: keyof typeof languages) {
  chosen.language = language;
  localStorage.setItem("language", language);
  document.documentElement.lang = language;
}
document.documentElement.lang = chosen.language;

/// A text of the catalogue, with its {variables}.
export const t = (name: keyof Words, variables: Record<string, string | number> = {}) =>
  fill(catalogues[chosen.language]?.[name] ?? en[name], variables);

export const number = (value: number) => numberIn(chosen.language, value);
export const probability = (value: number) => probabilityIn(chosen.language, value);
export const log10 = (value: number | null) => log10In(chosen.language, value);
export const decimal = (value: number) => decimalIn(chosen.language, value);
export const percent = (value: number) => percentIn(chosen.language, value);
/// A time of the register, as well as it is known, by the clock of the place that wrote it.
export const when = (written: unknown) => whenIn(chosen.language, String(written ?? ""));

/// What a kind of record is called; one that the page does not know by its own name.
export function kindName(kind: string): string {
  const names: Record<string, string> = chosen.language === "ko" ? kindsKo : kindsEn;
  return names[kind] ?? kindsEn[kind as keyof typeof kindsEn] ?? kind.replaceAll("_", " ");
}
/// What a field of a kind is called; its own name, should the page not know it.
export function fieldName(name: string, kind: string): string {
  const known = fields[`${kind}.${name}`] ?? fields[name];
  return known ? known[chosen.language === "ko" ? 1 : 0] : name.replaceAll("_", " ");
}
/// What the register says in English, in the chosen language: a word of a vocabulary (`of` names its field), a help, a rule.
export const registerWord = (text: string, of = "") =>
  chosen.language === "ko" ? (registerKo[`${of}.${text}`] ?? registerKo[text] ?? text) : text;
/// A sentence that the register composed in English, in the chosen language.
export const said = (english: string) => (chosen.language === "ko" ? inKorean(english) : english);
/// What a finding says; what a person noted is in that person's words.
export const detailOf = (finding: { rule: string; detail: string }) =>
  finding.rule === "noted" ? finding.detail : said(finding.detail);
