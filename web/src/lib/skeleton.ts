// The elements of a skeleton, and what an inventory has of each. Nothing here draws: see skeleton_shapes.ts.
import type { components, paths } from "../contract";

export type Bone = paths["/api/bones"]["get"]["responses"]["200"]["content"]["application/json"][number];
export type Inventory = components["schemas"]["Inventory"];
export type Specimen = Inventory["specimens"][number];
export type Place = { bone: string; side: string; position: string };
export type State = "missing" | "part" | "complete" | "doubled";
export type Element = Place & { id: string; adult: boolean; state: State; specimens: Specimen[]; within: Specimen[]; atLeast: number };

export const states: State[] = ["missing", "part", "complete", "doubled"];
export const signs: Record<State, string> = { missing: "○", part: "◐", complete: "●", doubled: "◎" };

/// FDI numbers say the side: quadrants 1, 4, 5 and 8 are of the right.
export const sideOfTooth = (position: string) => ("1458".includes(position[0] ?? " ") ? "Right" : "Left");
export const isDeciduous = (position: string) => /^[5-8]\d$/.test(position);

/// A tooth is known by its number, whichever side was written beside it.
export const idOf = ({ bone, side, position }: Place) =>
  [bone, bone === "Tooth" && position ? sideOfTooth(position) : side, position].join("|");

export function placeOfId(id: string): Place {
  const [bone = "", side = "", position = ""] = id.split("|");
  return { bone, side, position };
}

/// One by one in anatomical order, teeth among them: what an adult skeleton is checked against (`adult`), and what else is drawn.
export function elementsOf(bones: Bone[]): (Place & { adult: boolean })[] {
  return bones
    .filter((one) => one.adult || one.bone === "Tooth")
    .flatMap(({ bone, sides, positions, adult }) => {
      if (bone === "Tooth") return positions.map((position) => ({ bone, side: sideOfTooth(position), position, adult }));
      const halves = sides.filter((side) => side !== "Unsided");
      return halves.flatMap((side) => (positions.length ? positions : [""]).map((position) => ({ bone, side, position, adult })));
    });
}

/// Where a bone is recorded under another name: its parts, and the whole of which it is a part.
function elsewhere(bones: Bone[], place: Place): { parts: string[]; whole: string[] } {
  const parts = bones.filter((one) => one.part_of === place.bone).map(({ bone }) => idOf({ ...place, bone }));
  const of = bones.find((one) => one.bone === place.bone)?.part_of;
  const sides = bones.find((one) => one.bone === of)?.sides ?? [];
  const side = sides.includes(place.side) ? place.side : (sides[0] ?? "");
  return { parts, whole: of ? [idOf({ bone: of, side, position: "" })] : [] };
}

/// What there is of each element, of what is known to be human. A piece makes the whole present in part; a cranium stands for each of its bones.
export function survey(bones: Bone[], inventory: Pick<Inventory, "specimens" | "elements">): Map<string, Element> {
  const least = new Map(inventory.elements.map((one) => [idOf(one), one.at_least]));
  const by = new Map<string, Specimen[]>();
  for (const one of inventory.specimens.filter(({ human }) => human === "Human")) by.set(idOf(one), [...(by.get(idOf(one)) ?? []), one]);
  const found = new Map<string, Element>();
  for (const place of elementsOf(bones)) {
    const id = idOf(place);
    const { parts, whole } = elsewhere(bones, place);
    const specimens = by.get(id) ?? [];
    const within = [...parts, ...whole].flatMap((other) => by.get(other) ?? []);
    const atLeast = Math.max(...[id, ...parts, ...whole].map((other) => (by.has(other) ? (least.get(other) ?? 1) : 0)));
    const complete =
      specimens.some((one) => one.completeness === "Complete") ||
      whole.some((other) => by.get(other)?.some((one) => one.completeness === "Complete"));
    const state = atLeast > 1 ? "doubled" : complete ? "complete" : atLeast ? "part" : "missing";
    found.set(id, { ...place, id, state, specimens, within, atLeast });
  }
  return found;
}

/// Specimens that the drawing has no place for: fragments without a name, bones whose side or number is not known.
export function unplaced(elements: Map<string, Element>, specimens: Specimen[]): Specimen[] {
  const placed = new Set([...elements.values()].flatMap((one) => [...one.specimens, ...one.within]).map((one) => one.key));
  return specimens.filter((one) => !placed.has(one.key));
}

/// Of each zone of a bone, how many of its specimens have it; a complete one has all.
export function zonesOf(count: number, specimens: Specimen[]): number[] {
  const has = (one: Specimen, zone: number) => one.completeness === "Complete" || one.zones.includes(zone);
  return Array.from({ length: count }, (_, n) => specimens.filter((one) => has(one, n + 1)).length);
}

/// An element as the register names one in a sentence: "Femur, Left", "Rib, Left 5", "Cervical vertebra C3".
export function readName(text: string): Place {
  const found = /^(.+?)(?:, (Left|Right|Unsided))?(?: ([A-Z]?\d+))?$/.exec(text);
  return { bone: found?.[1] ?? text, side: found?.[2] ?? "", position: found?.[3] ?? "" };
}

type Spot = { id: string; at: [number, number] };
/// The next one in the direction of an arrow key, the nearest and straightest first; one far aside only if there is no other.
export function nextTo(from: Spot, all: Spot[], key: string): Spot | undefined {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  if (!way) return undefined;
  const [x, y] = way as [number, number];
  const off = ({ at }: Spot): [number, number] => {
    const [dx, dy] = [at[0] - from.at[0], at[1] - from.at[1]];
    return [dx * x + dy * y, Math.abs(dx * y) + Math.abs(dy * x)];
  };
  const cost = (one: Spot) => {
    const [along, aside] = off(one);
    return along + 2.2 * aside + (aside > 2 * along ? 1e4 : 0);
  };
  return all.filter((one) => one.id !== from.id && off(one)[0] > 0.5).sort((a, b) => cost(a) - cost(b))[0];
}
