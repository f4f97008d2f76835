// A person's status as docs/accounting.md has it: the newest of what was recorded and of signed identifications.
import type { Packet, Row } from "../answers";
import { asText } from "./fields";

export type Status = { words: string; on: string; ref: string };
type Event = Status & { entry: number };

/// The date that is certainly later decides; where dates do not tell (2018 and 2018-07, the same day), what was recorded last.
function later(a: Event, b: Event): number {
  const known = Math.min(a.on.length, b.on.length, 10);
  return a.on.slice(0, known).localeCompare(b.on.slice(0, known)) || a.entry - b.entry;
}

export function statusOf(statuses: Row[], packets: Packet[]): Status | null {
  const events: Event[] = statuses
    .filter((row) => row.state === "current")
    .map((row) => ({ words: asText(row.fields.status), on: asText(row.fields.on), ref: `status:${row.key}`, entry: row.entry }));
  for (const packet of packets) {
    const signed = packet.signature?.at(-1);
    if (signed)
      events.push({ words: "Accounted for: remains identified", on: asText(signed.fields.on), ref: packet.ref, entry: signed.entry ?? 0 });
  }
  return events.sort(later).at(-1) ?? null;
}
