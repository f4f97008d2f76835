import { en, type Words } from "./en";
import { ko } from "./ko";

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
export function t(name: keyof Words, variables: Record<string, string | number> = {}): string {
  const text = catalogues[chosen.language]?.[name] ?? en[name];
  return text.replace(/\{(\w+)\}/g, (_, variable: string) => String(variables[variable] ?? ""));
}

export const number = (value: number) => new Intl.NumberFormat(chosen.language).format(value);

/// A time of the register (UTC), by the reader's language; a day as a day.
export function when(written: string): string {
  if (!written) return "";
  const day = /^\d{4}-\d{2}-\d{2}$/.test(written);
  const moment = new Date(day ? `${written}T00:00:00Z` : written);
  if (Number.isNaN(moment.getTime()) || written.length < 10) return written;
  return new Intl.DateTimeFormat(chosen.language, day ? { dateStyle: "medium", timeZone: "UTC" } : { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }).format(moment);
}
