import { get } from "../api";
import type { Row } from "../answers";
import { here } from "../state.svelte";
import { asText } from "./fields";

/// Those of a kind whose signature is not recorded; examinations of one's own where users are known.
export async function unsigned(kind: "examination" | "identification"): Promise<Row[]> {
  const q = kind === "examination" && !here.session?.open ? (here.session?.user ?? "") : "";
  const [rows, signatures] = await Promise.all([
    get("/api/records/{kind}", { path: { kind }, query: { q, limit: 500 } }),
    get("/api/records/{kind}", { path: { kind: "signature" }, query: { q: `${kind}:`, limit: 500 } }),
  ]);
  const signed = new Set(signatures.rows.map((row) => asText(row.fields.of)));
  return rows.rows.filter((row) => !signed.has(`${kind}:${row.key}`) && (!q || row.fields.analyst === q));
}
