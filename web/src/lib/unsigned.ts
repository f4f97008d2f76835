// Decisions that wait: for a signature, or for the next of kin to be told.
import type { Row } from "../answers";
import { here } from "../state.svelte";
import { every } from "./every";
import { asText } from "./fields";

/// The names, as kind:key, of what is signed among those of a kind.
async function signedOf(kind: "examination" | "identification"): Promise<Set<string>> {
  const rows = await every("signature");
  return new Set(rows.map((row) => asText(row.fields.of)));
}

/// Those of a kind whose signature is not recorded; examinations of one's own where users are known.
export async function unsigned(kind: "examination" | "identification"): Promise<Row[]> {
  const q = kind === "examination" && !here.session?.open ? (here.session?.user ?? "") : "";
  const [rows, signed] = await Promise.all([every(kind), signedOf(kind)]);
  return rows.filter((row) => !signed.has(`${kind}:${row.key}`) && (!q || row.fields.analyst === q));
}

/// Signed identifications of which the next of kin were not told yet.
export async function untold(): Promise<Row[]> {
  const [rows, notifications, signed] = await Promise.all([
    every("identification"),
    every("notification"),
    signedOf("identification"),
  ]);
  const told = new Set(
    notifications.filter((row) => row.fields.how !== "tried in vain").map((row) => asText(row.fields.identification)),
  );
  return rows.filter((row) => signed.has(`identification:${row.key}`) && !told.has(row.key));
}
