// Where the members of a family are drawn: generations in rows, couples side by side, children below the middle of
// their parents; identical twins hang from one point, with a bar between them.
export type Member = { id: string; father?: string; mother?: string; twin?: string; sex: string };
export type Placed = Member & { x: number; y: number; generation: number };
export type Line = { from: [number, number]; to: [number, number] };
/// From the middle of the parents down to the line of the children, along it, and down to the child (`over`: where it leaves that line).
export type Descent = Line & { over: number };
export type Drawing = { placed: Placed[]; couples: Line[]; descents: Descent[]; twins: Line[]; width: number; height: number };

const stepX = 96;
const stepY = 116;

const parentsOf = (member: Member, members: Map<string, Member>) =>
  [member.father, member.mother].filter((p): p is string => !!p && members.has(p));

function generations(members: Map<string, Member>): Map<string, number> {
  const of = new Map<string, number>();
  const depth = (id: string, seen: Set<string>): number => {
    const known = of.get(id);
    const member = members.get(id);
    if (known !== undefined || !member || seen.has(id)) return known ?? 0;
    const below = new Set(seen).add(id);
    const parents = parentsOf(member, members);
    const value = parents.length ? 1 + Math.max(...parents.map((p) => depth(p, below))) : 0;
    of.set(id, value);
    return value;
  };
  for (const id of members.keys()) depth(id, new Set());
  // Who married in stands beside their spouse, not above.
  for (let again = true, rounds = 0; again && rounds < members.size; ++rounds) {
    again = false;
    for (const child of members.values()) {
      const parents = parentsOf(child, members);
      const lowest = Math.max(0, ...parents.map((p) => of.get(p) ?? 0));
      for (const parent of parents) {
        const member = members.get(parent)!;
        if (!parentsOf(member, members).length && of.get(parent) !== lowest) {
          of.set(parent, lowest);
          again = true;
        }
      }
    }
  }
  return of;
}

const coupleOf = (member: Member) => (member.father || member.mother ? `${member.father ?? ""}+${member.mother ?? ""}` : "");

/// One row from left to right: couples beside each other, between the brothers and sisters of the one and of the other.
function inOrder(ids: string[], members: Map<string, Member>, wanted: (id: string) => number, spouses: Map<string, string>): string[] {
  const row = new Set(ids);
  const units: string[][] = [];
  const at = new Map<string, string[]>();
  for (const id of ids) {
    if (at.has(id)) continue;
    const spouse = spouses.get(id);
    const couple = spouse && row.has(spouse) && !at.has(spouse) && spouses.get(spouse) === id ? [id, spouse] : [id];
    for (const one of couple) at.set(one, couple);
    units.push(couple);
  }
  const place = (unit: string[]): number => {
    const known = unit.map(wanted).filter(Number.isFinite);
    if (known.length) return known.reduce((a, b) => a + b, 0) / known.length;
    const beside = at.get(spouses.get(unit[0]!) ?? "");
    return beside && beside !== unit ? place(beside) : Number.MAX_VALUE;
  };
  const men = (id: string) => Number(members.get(id)?.sex !== "Male");
  for (const unit of units) {
    const isKnown = unit.every((id) => Number.isFinite(wanted(id)));
    unit.sort((a, b) => (isKnown && wanted(a) - wanted(b)) || men(a) - men(b));
  }
  const parents = (unit: string[]) => coupleOf(members.get(unit.find((id) => Number.isFinite(wanted(id))) ?? unit[0]!)!);
  return units.sort((a, b) => place(a) - place(b) || parents(a).localeCompare(parents(b))).flat();
}

export function draw(list: Member[]): Drawing {
  const members = new Map(list.map((member) => [member.id, member]));
  const generation = generations(members);
  const rows: string[][] = [];
  for (const member of list) (rows[generation.get(member.id) ?? 0] ??= []).push(member.id);
  const spouses = new Map<string, string>();
  for (const child of list) {
    if (child.father && child.mother) {
      spouses.set(child.father, child.mother);
      spouses.set(child.mother, child.father);
    }
  }
  const x = new Map<string, number>();
  const wanted = (id: string): number => {
    const parents = parentsOf(members.get(id)!, members)
      .map((p) => x.get(p))
      .filter((v) => v !== undefined);
    return parents.length ? parents.reduce((a, b) => a + b, 0) / parents.length : Number.POSITIVE_INFINITY;
  };
  const wantedOrLast = (id: string) => (members.has(id) ? wanted(id) : Number.POSITIVE_INFINITY);
  for (const ids of rows) {
    if (!ids) continue;
    const ordered = inOrder(ids, members, wantedOrLast, spouses);
    // Children of one couple stand centred below it; those beside them move on to the right.
    let next = Number.NEGATIVE_INFINITY;
    for (const id of ordered) {
      const middle = wanted(id);
      const couple = coupleOf(members.get(id)!);
      const group = couple ? ordered.filter((other) => coupleOf(members.get(other)!) === couple) : [id];
      const ideal = Number.isFinite(middle) ? middle - (group.length - 1) / 2 + group.indexOf(id) : Math.max(next, 0);
      x.set(id, Math.max(next, ideal));
      next = x.get(id)! + 1;
    }
  }
  const least = Math.min(0, ...x.values());
  const placed = list.map((member) => ({
    ...member,
    generation: generation.get(member.id) ?? 0,
    x: ((x.get(member.id) ?? 0) - least + 0.5) * stepX,
    y: ((generation.get(member.id) ?? 0) + 0.5) * stepY,
  }));
  return {
    placed,
    ...lines(placed),
    width: Math.max(stepX, ...placed.map((one) => one.x + stepX / 2)),
    height: Math.max(stepY, ...placed.map((one) => one.y + stepY / 2)),
  };
}

function lines(placed: Placed[]): Pick<Drawing, "couples" | "descents" | "twins"> {
  const at = new Map(placed.map((one) => [one.id, one]));
  const couples = new Map<string, Line>();
  const descents: Descent[] = [];
  const twins: Line[] = [];
  const twinOf = (one: Placed) => placed.find((other) => other !== one && (one.twin === other.id || other.twin === one.id));
  for (const child of placed) {
    const twin = twinOf(child);
    if (twin && child.id < twin.id) twins.push({ from: [child.x, child.y], to: [twin.x, twin.y] });
    const parents = [child.father, child.mother].map((p) => (p ? at.get(p) : undefined)).filter((p) => p !== undefined);
    if (!parents.length) continue;
    const [one, other] = [parents[0]!, parents[parents.length - 1]!];
    if (one !== other) couples.set(coupleOf(child), { from: [one.x, one.y], to: [other.x, other.y] });
    descents.push({
      from: [(one.x + other.x) / 2, (one.y + other.y) / 2],
      to: [child.x, child.y],
      over: twin ? (child.x + twin.x) / 2 : child.x,
    });
  }
  return { couples: [...couples.values()], descents, twins };
}
