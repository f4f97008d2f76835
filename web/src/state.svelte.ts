// What all pages share: who is there, where we are, what was just recorded.
import { get, keepToken, Problem, type Form, type Recorded, type Session } from "./api";

export const here = $state({
  session: null as Session | null,
  forms: [] as Form[],
  problem: null as Problem | null,
  route: parse(location.hash),
  recorded: null as Recorded | null,
  turn: 0, // counts up when what is shown may have changed
});

export type Route = { path: string[]; query: URLSearchParams };

function parse(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  return { path: path.split("/").filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) };
}

export function link(...path: string[]): string {
  return "#/" + path.map(encodeURIComponent).join("/");
}

export function go(...path: string[]) {
  location.hash = link(...path);
}

export function followAddress(moved: () => void) {
  window.addEventListener("hashchange", () => {
    here.route = parse(location.hash);
    here.recorded = null;
    moved();
  });
}

export async function enter(session?: Session) {
  try {
    here.session = session ?? (await get<Session>("/api/session"));
    keepToken(here.session);
    here.forms = here.session.csrf ? await get<Form[]>("/api/forms") : [];
    here.problem = null;
  } catch (error) {
    here.problem = error instanceof Problem ? error : new Problem(0, "", String(error));
  }
}

export const may = (action: string) => here.session?.may.includes(action) ?? false;

export function formOf(kind: string): Form | undefined {
  return here.forms.find((form) => form.kind === kind);
}

/// "case:W/01" → ["case", "W/01"].
export function named(ref: string): [string, string] {
  const colon = ref.indexOf(":");
  return [ref.slice(0, colon), ref.slice(colon + 1)];
}
