// Decisions that wait: for a signature (examinations: of one's own), or for the next of kin to be told.
import { get } from "../api";

/// How many there are, and the first of them.
export const waiting = (kind: "examination" | "identification", waits: "signature" | "family", limit: number) =>
  get("/api/records/{kind}", { path: { kind }, query: { waits, limit } });
