// What the fields of a form take.
import type { Form } from "../api";

export type Field = Form["fields"][number];

/// As many kinds as no list of names could hold: the value says its kind itself.
const isAnyKind = (field: Field) => field.kinds.length > 6;
/// The kinds of record that a field names, or none.
export const namesKinds = (field: Field): string[] => (isAnyKind(field) ? [] : field.kinds);
export const isList = (field: Field) => field.list;
export const isTime = (field: Field) => field.type === "time";
const long = [
  "remarks",
  "text",
  "summary",
  "findings",
  "description",
  "antemortem",
  "circumstances",
  "quote",
  "basis",
  "answer",
  "manifest",
];
export const isLong = (field: Field) => isList(field) || long.includes(field.name);

// How a value of each type is written, as the page says it.
const rules = {
  time: "dateHelp",
  latitude: "latitudeHelp",
  longitude: "longitudeHelp",
  count: "wholeHelp",
  amount: "positiveHelp",
  decimal: "numberHelp",
  mass: "massHelp",
} as const;
type Rule = (typeof rules)[keyof typeof rules] | "refHelp" | "anyRefHelp" | "listHelp" | "personalHelp";

/// The rules of the catalogue by which a field is written.
export function rulesOf(field: Field): Rule[] {
  const typed = field.type in rules ? [rules[field.type as keyof typeof rules]] : [];
  const named = field.type === "record" ? [isAnyKind(field) ? ("anyRefHelp" as const) : ("refHelp" as const)] : [];
  return [...typed, ...named, ...(field.list ? ["listHelp" as const] : []), ...(field.personal ? ["personalHelp" as const] : [])];
}

/// "a; b;" → ["a", "b"].
export const parts = (text: string) =>
  text
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean);
export const asText = (value: unknown): string => (Array.isArray(value) ? value.join("; ") : String(value ?? ""));

/// A field whose value is a person's key is person:KEY; where several kinds are possible, the value says the kind itself.
export function refOf(field: Field | undefined, value: string): string | null {
  if (field?.kinds.length === 1) return `${field.kinds[0]}:${value}`;
  return /^[a-z]+:\S/.test(value) && field && field.kinds.length > 1 ? value : null;
}
