import type { Bone } from "./skeleton";

/// data/vocabulary/bones.csv as /api/bones gives it.
export function readBones(text: string): Bone[] {
  const [, ...rows] = text.trim().split("\n");
  return rows.map((row) => {
    const [bone = "", group = "", sides = "", positions = "", zones = "", adult = "", part_of = "", , ...meaning] = row.split(",");
    const list = (cell: string) => cell.split(" ").filter(Boolean);
    const more = { zones: Number(zones), adult: adult === "yes", part_of, meaning: meaning.join() };
    return { bone, group, sides: list(sides), positions: list(positions), ...more };
  });
}
