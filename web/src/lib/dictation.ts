// One line of dictation becomes the fields of a specimen: bone, side, number, completeness, zones, mass, in this order.
// "fem l c 412.5" is a left femur, complete, of 412.5 g; "hum r i 1-3 188.5" has zones 1 to 3; "26 c" is a tooth, "l3 c" a vertebra.
// Words may be cut short as far as one can be meant; what follows a ; is a remark. How it is worded is the page's affair.
import { sideOfTooth, type Bone } from "./skeleton";

export type Fields = Partial<Record<"bone" | "side" | "position" | "completeness" | "zones" | "mass_g" | "human" | "remarks", string>>;
type Say = "whichBone" | "manyBones" | "whichSide" | "noPosition" | "whichCompleteness" | "noZone" | "zonesOfComplete" | "notUnderstood";
/// What was not understood, by the name of its sentence; `options` are words of the register that would be.
export type Trouble = { say: Say; word: string; options: string[] };
export type Heard = { fields: Fields; troubles: Trouble[]; ready: boolean };
/// A word of a vocabulary as it may be spoken: in English, and in the language of the page.
export type Spoken = (word: string, vocabulary: string) => string[];

export const completenesses = ["Complete", "Incomplete"];
export const humans = ["Human", "Non-human", "Undetermined"];
const pieces = (text: string) => text.toLowerCase().normalize("NFC").split(/\s+/).filter(Boolean);

/// The words that begin so, piece by piece; one that is written out is meant, whatever longer ones begin with it.
function meant(tokens: string[], words: string[], spoken: (word: string) => string[]): string[] {
  const spelt = words.map((word) => ({ word, names: spoken(word).map(pieces) }));
  const exact = spelt.filter(({ names }) => names.some((name) => name.join(" ") === tokens.join(" ")));
  const begins = (name: string[]) => tokens.length <= name.length && tokens.every((token, n) => name[n]!.startsWith(token));
  return (exact.length ? exact : spelt.filter(({ names }) => names.some(begins))).map(({ word }) => word);
}

/// "1", "1-3" or "1,2": which numbers; none if it is no such thing.
function numbers(token: string): number[] {
  const ranges = token.split(",").map((part) => /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(part));
  if (!ranges.every((one) => one && Number(one[1]) > 0 && Number(one[2] ?? one[1]) >= Number(one[1]))) return [];
  return ranges.flatMap((one) => {
    const [from, to] = [Number(one![1]), Number(one![2] ?? one![1])];
    return Array.from({ length: to - from + 1 }, (_, n) => from + n);
  });
}

export function hear(line: string, bones: Bone[], spoken: Spoken, human = ""): Heard {
  const [said = "", ...noted] = line.split(";");
  const tokens = pieces(said);
  const fields: Fields = {};
  const troubles: Trouble[] = [];
  const fail = (say: Say, word = "", options: string[] = []): Heard => {
    troubles.push({ say, word, options });
    return { fields, troubles, ready: false };
  };
  /// As many tokens as words of a vocabulary begin with: which words those are. They are taken if it is one.
  function take(words: string[], vocabulary: string): { found: string[]; written: string } {
    const among = (n: number) => meant(tokens.slice(0, n), words, (word) => spoken(word, vocabulary));
    let n = 0;
    while (n < tokens.length && among(n + 1).length) n += 1;
    const found = n ? among(n) : [];
    const written = tokens.slice(0, Math.max(n, 1)).join(" ");
    if (found.length === 1) tokens.splice(0, n);
    return { found, written };
  }

  // A vertebra and a tooth are also known by their numbers alone.
  const lettered = (one: Bone) => one.bone === "Tooth" || one.bone.endsWith("vertebra");
  let bone = bones.find((one) => lettered(one) && one.positions.some((position) => position.toLowerCase() === tokens[0]));
  if (!bone) {
    const { found, written } = take(bones.map((one) => one.bone), "bone");
    if (found.length !== 1) return fail(found.length ? "manyBones" : "whichBone", written, found);
    bone = bones.find((one) => one.bone === found[0])!;
  }
  fields.bone = bone.bone;

  // Side and number come in either order.
  const { sides, positions, zones: most } = bone;
  for (let n = 0; n < 2; ++n) {
    const position = positions.find((one) => one.toLowerCase() === tokens[0] || (/^[A-Z]\d/.test(one) && one.slice(1) === tokens[0]));
    if (position && !fields.position) {
      fields.position = position;
      tokens.shift();
    } else fields.side ??= take(sides, "side").found[0];
  }
  if (bone.bone === "Tooth" && fields.position) fields.side ??= sideOfTooth(fields.position);
  if (sides.length === 1) fields.side ??= sides[0];
  if (positions.length && !fields.position && /^\d/.test(tokens[0] ?? "")) return fail("noPosition", tokens[0], positions);
  if (!fields.side) return fail("whichSide", tokens[0], sides);

  fields.completeness = take(completenesses, "completeness").found[0];
  if (!fields.completeness) return fail("whichCompleteness", tokens[0], completenesses);

  // Then zones and the mass: what has a point or a g is a mass, and so is any number of a bone without zones.
  const zones = new Set<number>();
  const whole = fields.completeness === "Complete";
  while (tokens.length) {
    const word = take(humans, "human").found;
    if (word.length === 1) {
      fields.human = word[0];
      continue;
    }
    const token = tokens.shift()!;
    const mass = /^(\d+(?:[.,]\d+)?)g?$/.exec(token);
    const all = numbers(token);
    if (mass && !fields.mass_g && (/[.g]/.test(token) || !most || whole)) fields.mass_g = mass[1]!.replace(",", ".");
    else if (!all.length) troubles.push({ say: /^\d+$/.test(token) && most ? "noZone" : "notUnderstood", word: token, options: [] });
    else if (whole) troubles.push({ say: "zonesOfComplete", word: token, options: [] });
    else if (all.some((zone) => zone > most)) troubles.push({ say: most ? "noZone" : "notUnderstood", word: token, options: [] });
    else for (const zone of all) zones.add(zone);
  }
  if (zones.size) fields.zones = [...zones].sort((a, b) => a - b).join("; ");
  fields.human ??= human;
  const remarks = noted.join(";").trim();
  if (remarks) fields.remarks = remarks;
  return { fields, troubles, ready: !troubles.length };
}

/// What the line could go on with: words of the register that would be understood where it is not.
export function completions(bones: Bone[], spoken: Spoken, { troubles: [trouble] }: Heard): string[] {
  if (!trouble) return [];
  if (trouble.say !== "whichBone" || !trouble.word) return trouble.options.slice(0, 12);
  const holds = (one: Bone) => spoken(one.bone, "bone").some((name) => pieces(name).some((piece) => piece.startsWith(trouble.word)));
  return bones.filter(holds).map((one) => one.bone).slice(0, 12);
}

/// The line with that word in the place of what was not understood, or before it.
export function completed(line: string, word: string, { troubles: [trouble] }: Heard): string {
  const said = pieces(line).join(" ");
  const at = trouble?.word ? said.lastIndexOf(trouble.word) : said.length;
  const meantIt = trouble?.say === "whichBone" || trouble?.say === "manyBones" || word.toLowerCase().startsWith(trouble?.word || " ");
  const rest = said.slice(at + (meantIt ? (trouble?.word.length ?? 0) : 0));
  return [said.slice(0, at), word.toLowerCase(), rest].map((one) => one.trim()).filter(Boolean).join(" ") + " ";
}

/// The designator after the highest of those that were used: its last number goes on, in as many digits.
export function nextDesignator(used: string[]): string {
  const ends = used.map((one) => /^(.*?)(\d+)$/.exec(one)).filter((one) => one !== null);
  const last = ends.sort((a, b) => Number(a[2]) - Number(b[2])).at(-1);
  return last ? last[1]! + String(Number(last[2]) + 1).padStart(last[2]!.length, "0") : "1";
}
