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

// What the words say of how a value is written, which the page says in its own words.
const rules = [
  [/; such as 2018-07-27 or 2018-07-27T14:30\+09:00/, "dateHelp"],
  [/; key of a recorded [a-z, ]+/, "refHelp"],
  [/; the key of any record, as kind:key/, "anyRefHelp"],
  [/; several with ; between them/, "listHelp"],
  [/; personal, can be erased/, "personalHelp"],
  [/; from -90 to 90/, "latitudeHelp"],
  [/; from -180 to 180/, "longitudeHelp"],
  [/; a whole number/, "wholeHelp"],
  [/; a number, 0 or more/, "positiveHelp"],
  [/; a number(?!,)/, "numberHelp"],
  [/; in grams, as the scale shows it/, "massHelp"],
] as const;

/// What the words say the field means, and by which rules of the catalogue it is written.
export function helpOf(field: Field) {
  const obeyed = rules.filter(([said]) => said.test(field.help));
  const meaning = obeyed.reduce((text, [said]) => text.replace(said, ""), field.help);
  return { meaning, rules: obeyed.map(([, word]) => word) };
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
  const kinds = field ? namesKinds(field) : [];
  if (kinds.length === 1) return `${kinds[0]}:${value}`;
  return /^[a-z]+:\S/.test(value) && (kinds.length > 1 || field?.help.includes("kind:key")) ? value : null;
}
