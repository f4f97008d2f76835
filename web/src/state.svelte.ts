// What all pages share: who is there, where we are, what was just recorded.
import { asProblem, get, keepToken, type Form, type Problem, type Recorded, type Session } from "./api";

/// What was just done, and how it is taken back.
export type Note = {
  recorded: Recorded;
  what: "recorded" | "corrected" | "withdrawn" | "reinstated" | "resolved" | "changed";
  undo?: (reason: string) => Promise<Note | null>;
  stays?: boolean; // through the next change of page, to which recording leads
  again?: string; // the form of another one like it
};

export const here = $state({
  session: null as Session | null,
  forms: [] as Form[],
  problem: null as Problem | null,
  route: parse(location.hash),
  note: null as Note | null,
  expired: false,
  turn: 0, // counts up when what is shown may have changed
  heading: "", // of the page that is shown, for the window and for who hears it
});

export type Route = { path: string[]; query: URLSearchParams };

function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  return { path: path.split("/").filter(Boolean).map(plain), query: new URLSearchParams(query) };
}

export function link(...path: string[]): string {
  return "#/" + path.map(encodeURIComponent).join("/");
}

/// The form of a kind, with some fields filled in; what is recorded of something simulated is simulated.
export function newLink(kind: string, given: Record<string, string> = {}, simulated = false): string {
  const query = new URLSearchParams(simulated ? { ...given, simulated: "yes" } : given).toString();
  return link("new", kind) + (query ? `?${query}` : "");
}

export function go(...path: string[]) {
  location.hash = link(...path);
}

/// Keeps what is chosen on a page in its address, for the way back; nothing is loaded anew.
export function keepQuery(given: Record<string, string>) {
  const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value)).toString();
  history.replaceState(null, "", link(...here.route.path) + (query ? `?${query}` : ""));
}

export function followAddress(moved: () => void) {
  window.addEventListener("hashchange", () => {
    here.route = parse(location.hash);
    here.note = here.note?.stays ? { ...here.note, stays: false } : null;
    moved();
  });
}

export async function enter(session?: Session) {
  try {
    const now = session ?? (await get("/api/session"));
    keepToken(now, sessionIsOver);
    here.forms = now.csrf ? await get("/api/forms") : [];
    here.session = now;
    here.problem = null;
    if (now.user) here.expired = false;
  } catch (error) {
    here.problem = asProblem(error);
  }
}

function sessionIsOver() {
  if (!here.session?.user || here.session.open) return;
  here.expired = true;
  here.session = { ...here.session, user: null, roles: [], may: [], csrf: null };
}

export const may = (action: string) => here.session?.may.includes(action) ?? false;

/// Kinds of which whoever has an open examination gets nothing (docs/access.md), and the rooms that are made of them.
const anteMortem = [
  ...["person", "status", "family", "reference", "consent", "contact", "notification", "publication"],
  ...["analysis", "identification", "evidence", "hypothesis", "review"],
];
export const closedToTheBlind = ([page = "", kind = ""]: string[]) =>
  ["search", "who", "identifications", "roster", "families"].includes(page) ||
  (["record", "list", "new", "import"].includes(page) && anteMortem.includes(kind));

export function formOf(kind: string): Form | undefined {
  return here.forms.find((form) => form.kind === kind);
}

export const mayRecord = (kind: string) => may(formOf(kind)?.action ?? "");

/// "case:W/01" → ["case", "W/01"].
export function named(ref: string): [string, string] {
  const colon = ref.indexOf(":");
  return [ref.slice(0, colon), ref.slice(colon + 1)];
}

export const inCustody = ["case", "specimen", "sample", "individual", "extraction"];

/// Where a record is shown best.
export function placeOf(ref: string): string {
  const [kind, key] = named(ref);
  if (kind === "person") return link("roster", key);
  if (kind === "family") return link("families", key);
  if (kind === "topic") return link("sources", key);
  if (kind === "identification") return link("identifications", key);
  return inCustody.includes(kind) ? link("turnovers", ref) : link("record", kind, key);
}

/// Where whoever added something to a sample or an identification came from, and goes back to; of all else, its own place.
export function afterwards(ref: string, given: Record<string, string>): string {
  const [kind] = named(ref);
  if (given.sample && ["request", "extraction", "result"].includes(kind)) return link("dna", given.sample);
  if (given.identification && ["evidence", "hypothesis", "review", "notification"].includes(kind))
    return link("identifications", given.identification);
  return placeOf(ref);
}
