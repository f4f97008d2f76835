// What the server's answers hold where the contract says no more than "an object": as of the command line's --json.
import type { components } from "./contract";

type Schemas = components["schemas"];
export type Row = Omit<Schemas["Record"], "fields"> & { fields: Fields };
export type Finding = Schemas["Finding"] & { closed_by?: number };
export type Fields = Record<string, string | string[]>;

export type Count = { count: number };
export type Statement = {
  ref: string;
  fields: Fields;
  words: string;
  verdict: string;
  register_has: number | null;
  explained_by: number[];
};
export type Topic = {
  topic: string;
  simulated: boolean;
  fields: Fields;
  register: Count | null;
  uncounted: string | null;
  of_record: { ref?: string; words: string; verdict: string; fields?: Fields } | null;
  statements: Statement[];
  explanations: { ref?: string; entry?: number; fields?: Fields }[];
};
export type Figures = {
  entries: number;
  as_of: string | null;
  on: string | null;
  simulated: number;
  total: Record<string, Count>;
  topics?: Topic[];
};

export type Part = { ref: string; fields: Fields; entry?: number };
export type Leg = Part & { simulated: boolean; sent: number; overdue: boolean; not_confirmed: string[]; confirmations: Part[] };
export type Where = Schemas["Where"];
export type Story = { ref: string; simulated: boolean; now: Where; legs: Leg[]; findings: Finding[] };

export type Entry = {
  seq: string;
  kind?: string;
  key?: string;
  who?: string;
  time?: string;
  action: string;
  simulated?: string;
  reason?: string;
  authority?: string;
  source?: string;
  corrects?: string;
  body?: Fields;
};
export type Proof = { entry: string; head: Schemas["Head"]; index: string; proof: string[]; type?: string };
export type Whole = {
  ref: string;
  state: string;
  simulated: boolean;
  erased: boolean;
  fields: Fields;
  personal?: Fields;
  entries: Entry[];
  referred_to_by: { role: string; ref: string }[];
  findings: Finding[];
};
export type Found = {
  person: string;
  simulated: boolean;
  score: number;
  matched?: string;
  names?: string[];
  fields: Record<string, string>;
};
export type Family = {
  family: Row;
  persons: Row[];
  references: Row[];
  consents: Row[];
  contacts: Row[];
  notifications: Row[];
};
export type Packet = {
  ref: string;
  simulated: boolean;
  fields: Fields;
  evidence: Part[];
  hypotheses: Part[];
  reviews: Part[];
  signature: Part[] | null;
  missing: string[];
};
/// Of `muster explain --json`, and of `muster next --json`.
export type Explained = {
  status: "ok" | "excluded" | "sex" | "not_considered";
  family: string;
  log10_lr: number | null;
  loci_compared: number;
  excluding_loci: string[];
  loci: { locus: string; compared: boolean; log10_lr: number | null }[];
  posterior_alone: number | null;
  joint?: { posterior: number; log10_glr: number | null };
};
export type NextSteps = {
  simulated: boolean;
  identified: number;
  threshold: number;
  simulations: number;
  left_out: number;
  steps: {
    step: "more_loci" | "another_sample" | "relative";
    what: string;
    family: string;
    gain: number;
    standard_error: number;
    samples: number;
    persons: number;
    whole: boolean;
  }[];
};

export type MatrixRow = Record<string, string | boolean> & { action: string };

export type PublicFigure = { withheld: boolean; count?: number; digest?: string };
export type PublicLine = { group: string | null; figures: Record<string, PublicFigure> };
export type PublicFigures = { least_published: number; simulated: number; groups: PublicLine[]; total: PublicLine; head: Schemas["Head"] };

/// By the path of the contract, for GET.
export interface Told {
  "/api/records/{kind}": { total: number; rows: Row[] };
  "/api/records/{kind}/{key}": Whole;
  "/api/persons": Found[];
  "/api/families/{key}": Family;
  "/api/custody": Leg[];
  "/api/custody/{item}": Story;
  "/api/findings": Finding[];
  "/api/findings/{id}": Finding;
  "/api/account": Figures;
  "/api/identifications/{key}": Packet;
  "/api/explain": { explanation: Explained; text: string };
  "/api/ledger/entries": Entry[];
  "/api/ledger/entries/{seq}": { entry: Entry; erased: boolean };
  "/api/ledger/entries/{seq}/proof": Proof;
  "/api/users": Row[];
  "/api/roles": MatrixRow[];
  "/api/public/account": PublicFigures;
}
