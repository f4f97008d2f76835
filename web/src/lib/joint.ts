// Who is who: the lines of the table of all samples, which of them are wanted, and who has to do with a chosen sample.
import type { Joint } from "../api";

export type Candidate = Joint["samples"][number]["candidates"][number];
export type Line = {
  sample: string;
  none: number;
  candidates: Candidate[];
  best?: Candidate;
  nobody: boolean; // likelier than anybody
  differs: boolean; // what is known together says something else than the sample alone
  text: string; // what is searched
};
export type Order = "sample" | "sure" | "unsure";
export type Wanted = { q: string; least: number; differs: boolean; order: Order };

/// What is known with all samples together, or alone where they were not weighed so.
export const weight = (one: Candidate) => one.joint ?? one.alone;
const most = (all: Candidate[], of: (one: Candidate) => number) =>
  all.reduce<Candidate | undefined>((best, one) => (best && of(best) >= of(one) ? best : one), undefined);
const moved = 0.1;

export function linesOf(samples: Joint["samples"]): Line[] {
  return samples.map(({ sample, none, candidates }) => {
    const best = most(candidates, weight);
    const alone = most(candidates, (one) => one.alone);
    return {
      sample,
      none,
      candidates,
      best,
      nobody: !best || none > weight(best),
      differs: alone?.person !== best?.person || candidates.some((one) => Math.abs(one.alone - weight(one)) >= moved),
      text: [sample, ...candidates.flatMap((one) => [one.person, one.family])].join("\n").toLowerCase(),
    };
  });
}

const sureness = (line: Line) => Math.max(line.none, line.best ? weight(line.best) : 0);

export function fitting(lines: Line[], { q, least, differs, order }: Wanted): Line[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const out = lines.filter(
    (line) =>
      words.every((word) => line.text.includes(word)) &&
      (least <= 0 || (!!line.best && weight(line.best) >= least)) &&
      (!differs || line.differs),
  );
  if (order === "sample") return out;
  return out.sort((a, b) => (sureness(b) - sureness(a)) * (order === "sure" ? 1 : -1));
}

export const leastTie = 0.005; // weaker ones are not drawn
export type Tie = { sample: string; person: string; weight: number };
export type Around = { samples: string[]; persons: string[]; ties: Tie[]; left: number };

/// Samples and persons that hang together with a sample by ties of at least `least`, the strongest first, as far as `room`
/// reaches; `left`: how many ties lead further.
export function around(lines: Line[], chosen: string, least = leastTie, room = 24): Around {
  const of = new Map(lines.map((line) => [line.sample, line]));
  const samplesOf = new Map<string, Tie[]>();
  const tiesOf = (line: Line) =>
    line.candidates
      .filter((one) => weight(one) >= least)
      .map((one) => ({ sample: line.sample, person: one.person, weight: weight(one) }));
  for (const line of lines)
    for (const tie of tiesOf(line)) samplesOf.set(tie.person, [...(samplesOf.get(tie.person) ?? []), tie]);
  const samples = new Set([chosen]);
  const persons = new Set<string>();
  const open = of.has(chosen) ? tiesOf(of.get(chosen)!) : [];
  const kept: Tie[] = [];
  let left = 0;
  while (open.length) {
    const next = open.splice(open.reduce((best, one, n) => (one.weight > open[best]!.weight ? n : best), 0), 1)[0]!;
    if (kept.includes(next)) continue;
    const isNew = !samples.has(next.sample) || !persons.has(next.person);
    if (isNew && samples.size + persons.size >= room) {
      left += 1;
      continue;
    }
    kept.push(next);
    const further = [
      ...(samples.has(next.sample) ? [] : tiesOf(of.get(next.sample)!)),
      ...(persons.has(next.person) ? [] : samplesOf.get(next.person)!),
    ];
    samples.add(next.sample);
    persons.add(next.person);
    const same = (a: Tie) => (b: Tie) => a.sample === b.sample && a.person === b.person;
    open.push(...further.filter((tie) => !kept.some(same(tie)) && !open.some(same(tie))));
  }
  return { samples: [...samples], persons: [...persons], ties: kept, left };
}

/// Two columns in which ties cross little: each side is put in the order of the middle of those it is tied to, in turns.
export function columns({ samples, persons, ties }: Around): { samples: string[]; persons: string[] } {
  let [left, right] = [samples, persons];
  const middle = (name: string, side: "sample" | "person", others: string[]) => {
    const mine = ties.filter((tie) => tie[side] === name);
    const all = mine.reduce((sum, tie) => sum + tie.weight, 0);
    const other = side === "sample" ? "person" : "sample";
    return all ? mine.reduce((sum, tie) => sum + tie.weight * others.indexOf(tie[other]), 0) / all : Number.POSITIVE_INFINITY;
  };
  const sorted = (names: string[], side: "sample" | "person", others: string[]) => {
    const place = new Map(names.map((name) => [name, middle(name, side, others)]));
    return [...names].sort((a, b) => place.get(a)! - place.get(b)! || names.indexOf(a) - names.indexOf(b));
  };
  for (let round = 0; round < 8; ++round) {
    right = sorted(right, "person", left);
    left = sorted(left, "sample", right);
  }
  return { samples: left, persons: right };
}
