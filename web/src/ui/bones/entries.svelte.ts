// What is dictated is recorded in its turn, one after the other, while the next line is already being written.
import { asProblem, get, post, type Problem } from "../../api";
import { withdraw } from "../../changes";
import { asText } from "../../lib/fields";
import { nextDesignator } from "../../lib/dictation";
import { named } from "../../state.svelte";

export type Header = {
  accession: string;
  provenance1: string;
  provenance2: string;
  case: string;
  on: string;
  by: string;
  human: string;
  simulated: boolean;
  individual: string; // that specimens are assigned to; empty: none
};
export type Entry = {
  n: number;
  line: string;
  name: string;
  designator: string;
  state: "waits" | "recorded" | "failed" | "undone";
  refs: string[];
  problem: Problem | null;
  notAssigned: string;
  opened: { rule: string; detail: string }[]; // findings
};

/// What was entered by what it was entered for: it is still there after another page, or a login in between.
export const entered = $state<Record<string, Entry[]>>({});

const filled = (fields: Record<string, string>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== ""));
export const why = (problem: Problem) => problem.detail || problem.problems[0]?.message || problem.title;

/// Records a specimen, then that it belongs to the individual. The entry says what came of it.
export async function recordEntry(entry: Entry, fields: Record<string, string>, header: Header) {
  const { simulated, individual, human: _, ...common } = header;
  const body = { fields: filled({ ...common, ...fields, designator: entry.designator }), simulated };
  try {
    const recorded = await post("/api/records/{kind}", { path: { kind: "specimen" }, body });
    entry.refs = [...recorded.refs];
    entry.opened = recorded.findings.filter((one) => one.state === "open").map(({ rule, detail }) => ({ rule, detail }));
    entry.state = "recorded";
  } catch (error) {
    entry.problem = asProblem(error);
    entry.state = "failed";
    return;
  }
  if (!individual) return;
  try {
    const assigned = filled({ specimen: named(entry.refs[0]!)[1], individual, on: header.on, by: header.by });
    const recorded = await post("/api/records/{kind}", { path: { kind: "assignment" }, body: { fields: assigned, simulated } });
    entry.refs.push(...recorded.refs);
    entry.opened.push(...recorded.findings.filter((one) => one.state === "open").map(({ rule, detail }) => ({ rule, detail })));
  } catch (error) {
    entry.notAssigned = why(asProblem(error));
  }
}

/// What was recorded last is withdrawn first.
export async function undoEntry(entry: Entry, reason: string) {
  entry.problem = null;
  try {
    while (entry.refs.length) {
      const [kind, key] = named(entry.refs.at(-1)!);
      await withdraw({ kind, key }, reason);
      entry.refs.pop();
    }
    entry.state = "undone";
  } catch (error) {
    entry.problem = asProblem(error);
  }
}

/// The designator after those that were used, also by what was withdrawn: such a key stays used.
export async function freeDesignator({ accession, provenance1, provenance2 }: Header): Promise<string> {
  const used: string[] = [];
  for (let offset = 0; ; offset += 500) {
    const query = { q: accession, all: true, offset, limit: 500 };
    const { rows, total } = await get("/api/records/{kind}", { path: { kind: "specimen" }, query });
    const own = rows.filter(
      ({ fields }) =>
        fields.accession === accession && asText(fields.provenance1) === provenance1 && asText(fields.provenance2) === provenance2,
    );
    used.push(...own.map(({ fields }) => asText(fields.designator)));
    if (!rows.length || offset + rows.length >= total) return nextDesignator(used);
  }
}

/// What the specimens to come have in common with those that are there, or with what they are entered for.
export async function commonHeader(of: string, known: { key: string; accession: string }[]): Promise<Partial<Header>> {
  const [kind, key] = named(of);
  const last = known.at(-1);
  const [, provenance1 = "", provenance2 = ""] = last ? last.key.split(", ").slice(0, -1) : [];
  const header = { accession: last?.accession ?? "", provenance1, provenance2 };
  if (kind === "accession") header.accession = key;
  else if (kind === "individual") header.accession ||= key.split("-I-")[0] ?? "";
  else if (!header.accession) {
    const { rows } = await get("/api/records/{kind}", { path: { kind: "accession" }, query: { q: key, limit: 50 } });
    const own = rows.filter(({ fields }) => (kind === "case" ? asText(fields.cases).split("; ").includes(key) : fields.turnover === key));
    header.accession = own[0]?.key ?? "";
  }
  return { ...header, case: kind === "case" ? key : "", individual: kind === "individual" ? key : "" };
}
