// What changes the register, each with the way back: only what really undoes a step is offered as its undoing.
import { post, put, remove, type Recorded } from "./api";
import { named, type Note } from "./state.svelte";

type Key = { kind: string; key: string };

async function withdrawAll(refs: string[], reason: string): Promise<Recorded> {
  let last: Recorded | null = null;
  for (const ref of [...refs].reverse()) {
    // what refers to others first
    const [kind, key] = named(ref);
    const done = await post("/api/records/{kind}/{key}/withdrawal", { path: { kind, key }, body: { reason } });
    last = last ? { ...done, refs: [...last.refs, ...done.refs], findings: [...last.findings, ...done.findings] } : done;
  }
  return last!;
}

/// Of something new: it is withdrawn. A table of many rows is not taken back by one click.
export function asRecorded(recorded: Recorded): Note {
  const few = recorded.refs.length > 0 && recorded.refs.length <= 20;
  return { recorded, what: "recorded", undo: few ? async (reason) => asWithdrawn(await withdrawAll(recorded.refs, reason)) : undefined };
}

function asWithdrawn(recorded: Recorded): Note {
  return {
    recorded,
    what: "withdrawn",
    undo: recorded.refs.length === 1 ? (reason) => reinstate(keyOf(recorded.refs[0]!), reason) : undefined,
  };
}

const keyOf = (ref: string): Key => {
  const [kind, key] = named(ref);
  return { kind, key };
};

export async function withdraw(path: Key, reason: string): Promise<Note> {
  return asWithdrawn(await post("/api/records/{kind}/{key}/withdrawal", { path, body: { reason } }));
}

export async function reinstate(path: Key, reason: string): Promise<Note> {
  return { recorded: await remove("/api/records/{kind}/{key}/withdrawal", { path, body: { reason } }), what: "reinstated" };
}

/// A correction is undone by correcting back, never by withdrawing the record.
export async function correct(
  path: Key,
  set: Record<string, string>,
  before: Record<string, string>,
  reason: string,
  authority = "",
): Promise<Note> {
  const recorded = await post("/api/records/{kind}/{key}/corrections", {
    path,
    body: { set, reason, ...(authority ? { authority } : {}) },
  });
  const back = Object.fromEntries(Object.keys(set).map((name) => [name, before[name] ?? ""]));
  return { recorded, what: "corrected", undo: (why) => correct(path, back, set, why) };
}

export async function resolve(id: string, reason: string): Promise<Note> {
  return { ...asRecorded(await post("/api/findings/{id}/resolution", { path: { id }, body: { reason } })), what: "resolved" };
}

export async function setRoles(key: string, roles: string[], before: string[], reason: string): Promise<Note> {
  const recorded = await put("/api/users/{key}/roles", { path: { key }, body: { roles, reason } });
  return { recorded, what: "changed", undo: (why) => setRoles(key, before, roles, why) };
}

export async function withdrawUser(key: string, reason: string): Promise<Note> {
  const recorded = await post("/api/users/{key}/withdrawal", { path: { key }, body: { reason } });
  return { recorded, what: "withdrawn", undo: (why) => reinstateUser(key, why) };
}

export async function reinstateUser(key: string, reason: string): Promise<Note> {
  const recorded = await remove("/api/users/{key}/withdrawal", { path: { key }, body: { reason } });
  return { recorded, what: "reinstated", undo: (why) => withdrawUser(key, why) };
}
