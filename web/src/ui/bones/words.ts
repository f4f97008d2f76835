// How the room of bones words what lib/skeleton and lib/dictation say.
import type { Words } from "../../i18n/en";
import { chosen, number, registerWord, t } from "../../i18n/words.svelte";
import { zoneWords } from "../../i18n/zones";
import type { Trouble, Spoken } from "../../lib/dictation";
import { isDeciduous, readName, type Element, type Place, type State } from "../../lib/skeleton";
import type { Plate } from "../../lib/skeleton_shapes";

const bare = (word: string, vocabulary: string) => registerWord(word, vocabulary).toLowerCase();

/// "Rib 5, left"; of the middle goes without saying.
export function nameOf({ bone, side, position }: Place): string {
  const what = position ? t("bonePlace", { bone: registerWord(bone, "bone"), position }) : registerWord(bone, "bone");
  return !side || side === "Middle" ? what : `${what}, ${bare(side, "side")}`;
}

const stateNames: Record<State, keyof Words> = {
  missing: "boneMissing",
  part: "bonePart",
  complete: "boneComplete",
  doubled: "boneDoubled",
};
export const stateName = (state: State) => t(stateNames[state]);

export const specimensSaid = (n: number) =>
  n === 0 ? t("boneSpecimensNone") : n === 1 ? t("boneSpecimensOne") : t("boneSpecimensN", { n: number(n) });

/// "Zone 1, greater trochanter: no specimen"; what a zone is said to be, of those of a bone that are described.
export const zoneName = (bone: string, zone: number) => zoneWords[bone]?.[zone - 1]?.[chosen.language === "ko" ? 1 : 0] ?? "";
export const zoneSaid = (n: number, name: string, specimens: number) =>
  t("boneZone", { n: name ? `${number(n)}, ${name}` : number(n), specimens: specimensSaid(specimens) });

/// "Femur, left: complete, 1 specimen".
export function labelOf(one: Element): string {
  const absent = one.bone === "Tooth" && isDeciduous(one.position) && one.state === "missing";
  const state = absent ? t("boneDeciduous") : stateName(one.state);
  return t("boneState", { name: nameOf(one), state, specimens: specimensSaid(one.specimens.length + one.within.length) });
}

/// What shows the number of individuals, which the register says in English.
export function shownBy(text: string): string {
  const [, element, whole] = /^(.+), (?:all together|beside (.+))$/.exec(text) ?? [];
  if (element && whole) return t("boneBeside", { name: nameOf(readName(element)), whole: registerWord(whole, "bone") });
  if (element) return t("boneAllTogether", { name: nameOf(readName(element)) });
  return text === "individuals that were told apart" ? t("boneToldApart") : nameOf(readName(text));
}

/// A word in English, and as the page says it.
export const spoken: Spoken = (word, vocabulary) => [...new Set([word, registerWord(word, vocabulary)])];

const sentences: Record<Trouble["say"], keyof Words> = {
  whichBone: "boneWhichBone",
  manyBones: "boneManyBones",
  whichSide: "boneWhichSide",
  noPosition: "boneNoPosition",
  whichCompleteness: "boneWhichCompleteness",
  noZone: "boneNoZone",
  zonesOfComplete: "boneZonesOfComplete",
  notUnderstood: "boneNotUnderstood",
};
export function troubleSaid({ say, word, options }: Trouble, most: number): string {
  if (say === "whichBone" && !word) return t("boneWhichBoneFirst");
  const vocabulary = say === "manyBones" ? "bone" : "side";
  return t(sentences[say], { word, most, options: options.map((one) => registerWord(one, vocabulary)).join(", ") });
}

const plateNames: Record<Plate, keyof Words> = {
  figure: "boneFigure",
  skull: "boneSkull",
  teeth: "boneTeeth",
  trunk: "boneTrunk",
  hands: "boneHands",
  feet: "boneFeet",
};
export const plateName = (plate: Plate) => t(plateNames[plate]);
/// "Hand, left".
export const sidedPlate = (plate: Plate, side: string) => `${t(plate === "hands" ? "boneHand" : "boneFoot")}, ${bare(side, "side")}`;
