// Where the members of a family are drawn: generations in rows, couples side by side, children below the middle of
// their parents.
export type Member = { id: string; father?: string; mother?: string; sex: string };
export type Placed = Member & { x: number; y: number; generation: number };
export type Line = { from: [number, number]; to: [number, number] };
export type Drawing = { placed: Placed[]; couples: Line[]; descents: Line[]; width: number; height: number };

const stepX = 90;
const stepY = 110;

function generations(members: Map<string, Member>): Map<string, number> {
  const of = new Map<string, number>();
  const depth = (id: string, seen: Set<string>): number => {
    const known = of.get(id);
    const member = members.get(id);
    if (known !== undefined || !member || seen.has(id)) return known ?? 0;
    const below = new Set(seen).add(id);
    const parents = [member.father, member.mother].filter((p): p is string => !!p && members.has(p));
    const value = parents.length ? 1 + Math.max(...parents.map((p) => depth(p, below))) : 0;
    of.set(id, value);
    return value;
  };
  for (const id of members.keys()) depth(id, new Set());
  // Who married in stands beside their spouse, not above.
  for (let again = true, rounds = 0; again && rounds < members.size; ++rounds) {
    again = false;
    for (const child of members.values()) {
      const parents = [child.father, child.mother].filter((p): p is string => !!p && members.has(p));
      const lowest = Math.max(0, ...parents.map((p) => of.get(p) ?? 0));
      for (const parent of parents) {
        const member = members.get(parent);
        const founder = !member?.father && !member?.mother;
        if (founder && of.get(parent) !== lowest) {
          of.set(parent, lowest);
          again = true;
        }
      }
    }
  }
  return of;
}

const coupleOf = (member: Member) => (member.father || member.mother ? `${member.father ?? ""}+${member.mother ?? ""}` : "");

export function draw(list: Member[]): Drawing {
  const members = new Map(list.map((member) => [member.id, member]));
  const generation = generations(members);
  const rows: string[][] = [];
  for (const member of list) (rows[generation.get(member.id) ?? 0] ??= []).push(member.id);
  const x = new Map<string, number>();
  for (const [row, ids] of rows.entries()) {
    if (!ids) continue;
    const wanted = (id: string): number => {
      const member = members.get(id);
      const parents = [member?.father, member?.mother].map((p) => (p ? x.get(p) : undefined)).filter((v) => v !== undefined);
      return parents.length ? parents.reduce((a, b) => a + b, 0) / parents.length : Number.POSITIVE_INFINITY;
    };
    // Spouses who have no place of their own follow the one whose children they share.
    const spouses = new Map<string, string>();
    for (const child of list) {
      if (child.father && child.mother) {
        spouses.set(child.father, child.mother);
        spouses.set(child.mother, child.father);
      }
    }
    const ordered = [...ids].sort((a, b) => {
      const place = (id: string) => Math.min(wanted(id), wanted(spouses.get(id) ?? id));
      return place(a) - place(b) || (spouses.get(a) === b ? (members.get(a)?.sex === "Male" ? -1 : 1) : 0);
    });
    // Children of one couple stand centred below it; those beside them move on to the right.
    const siblings = (id: string) => ordered.filter((other) => coupleOf(members.get(other)!) === coupleOf(members.get(id)!));
    let next = Number.NEGATIVE_INFINITY;
    for (const id of ordered) {
      const middle = wanted(id);
      const group = coupleOf(members.get(id)!) ? siblings(id) : [id];
      const ideal = Number.isFinite(middle) ? middle - (group.length - 1) / 2 + group.indexOf(id)        : Math.max(next, 0);
      const place = Math.max(next, ideal);
      x.set(id, place);
      next = place + 1;
    }
  }
  const least = Math.min(...x.values());
  for (const [id, at] of x) x.set(id, at - least);
  const placed = list.map((member) => ({
    ...member, generation: generation.get(member.id) ?? 0,
    x: ((x.get(member.id) ?? 0) + 0.5) * stepX, y: ((generation.get(member.id) ?? 0) + 0.5) * stepY,
  }));
  const at = new Map(placed.map((one) => [one.id, one]));
  const couples = new Map<string, Line>();
  const descents: Line[] = [];
  for (const child of placed) {
    const parents = [child.father, child.mother].map((p) => (p ? at.get(p) : undefined)).filter((p) => p !== undefined);
    if (!parents.length) continue;
    const [one, other] = [parents[0]!, parents[parents.length - 1]!];
    if (one !== other) couples.set(coupleOf(child), { from: [one.x, one.y], to: [other.x, other.y] });
    descents.push({ from: [(one.x + other.x) / 2, (one.y + other.y) / 2], to: [child.x, child.y] });
  }
  return {
    placed, couples: [...couples.values()], descents,
    width: Math.max(stepX, ...placed.map((one) => one.x + stepX / 2)), height: Math.max(stepY, ...placed.map((one) => one.y + stepY / 2)),
  };
}
