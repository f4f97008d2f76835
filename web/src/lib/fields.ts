// What a form says of its fields in words ("key of a recorded case, specimen; several with ; between them"), as values.
type Field = { name: string; help: string };

/// The kinds of record that a field names, or none.
export function namesKinds(field: Field): string[] {
  const found = /key of a recorded ([a-z, ]+)/.exec(field.help);
  return found ? found[1]!.split(",").map((kind) => kind.trim()) : [];
}
export const isList = (field: Field) => /several with ; between them|with ; between them/.test(field.help);
export const isTime = (field: Field) => field.help.includes("such as 2018-07-27");
export const isPersonal = (field: Field) => field.help.includes("personal, can be erased");
export const isLong = (field: Field) => isList(field) || ["remarks", "text", "summary", "findings", "description", "antemortem", "circumstances", "quote", "basis", "answer", "manifest"].includes(field.name);
/// What the words say beyond the rules that the page shows in its own way.
export const plainHelp = (field: Field) => field.help.replace(/; such as 2018-07-27 or 2018-07-27T14:30\+09:00/, "");

/// "a; b;" → ["a", "b"].
export const parts = (text: string) => text.split(";").map((part) => part.trim()).filter(Boolean);
export const asText = (value: unknown): string => (Array.isArray(value) ? value.join("; ") : String(value ?? ""));

/// A field whose value is a person's key is person:KEY; where several kinds are possible, the value says the kind itself.
export function refOf(field: Field | undefined, value: string): string | null {
  const kinds = field ? namesKinds(field) : [];
  if (kinds.length === 1) return `${kinds[0]}:${value}`;
  return /^[a-z]+:\S/.test(value) && (kinds.length > 1 || field?.help.includes("kind:key")) ? value : null;
}
