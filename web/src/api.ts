// The one place that asks the server. Paths, variables, queries and bodies are those of the contract (contract.d.ts is made
// from it), so that a wrong one does not compile; what the contract leaves open is in answers.ts.
import type { Told } from "./answers";
import type { components, paths } from "./contract";

type Schemas = components["schemas"];
export type Session = Schemas["Session"];
export type Recorded = Omit<Schemas["Recorded"], "findings"> & { findings: Schemas["Finding"][] };
export type Form = Schemas["Form"];
export type Head = Schemas["Head"];
export type Job = Schemas["Job"];
export type JobAsked = BodyOf<paths["/api/jobs"]["post"]>;
export type SampleRow = Schemas["SampleRow"];
export type Typing = Schemas["Typing"];
export type Candidates = Schemas["Candidates"];
export type Joint = Schemas["Joint"];
export type Reach = Schemas["Reach"];

type Method = "get" | "post" | "put" | "delete";
type Operation<P extends keyof paths, M extends Method> = paths[P][M];
export type PathWith<M extends Method> = { [P in keyof paths]: Operation<P, M> extends { responses: unknown } ? P : never }[keyof paths];
type PartOf<Op, Name extends "path" | "query"> = Op extends { parameters: { [name in Name]?: infer T } } ? Exclude<T, undefined> : never;
type BodyOf<Op> = Op extends { requestBody: { content: { "application/json": infer T } } } ? T : never;
type ContractAnswer<Op> = Op extends { responses: { 200: { content: { "application/json": infer T } } } }
  ? T
  : Op extends { responses: { 202: { content: { "application/json": infer T } } } }
    ? T
    : void;
type Answer<P extends keyof paths, M extends Method> = M extends "get"
  ? P extends keyof Told
    ? Told[P]
    : ContractAnswer<Operation<P, M>>
  : ContractAnswer<Operation<P, M>> extends Schemas["Recorded"]
    ? Recorded
    : ContractAnswer<Operation<P, M>>;
type Given<T, Name extends string> = [T] extends [never]
  ? { [name in Name]?: never }
  : object extends T
    ? { [name in Name]?: T }
    : { [name in Name]: T };
type Asked<Op> = Given<PartOf<Op, "path">, "path"> & Given<PartOf<Op, "query">, "query"> & Given<BodyOf<Op>, "body">;
type Stoppable = { signal?: AbortSignal };
type Arguments<Op> = object extends Asked<Op> ? [asked?: Asked<Op> & Stoppable] : [asked: Asked<Op> & Stoppable];

/// What the server says went wrong (RFC 9457), or that it does not answer (status 0).
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly problems: { message?: string; file?: string | null; line?: number | null }[] = [],
    readonly after: number | null = null, // seconds until it may be tried again
  ) {
    super(detail || title);
  }
}

export const asProblem = (error: unknown) => (error instanceof Problem ? error : new Problem(500, "defect", String(error)));

let csrf: string | null = null;
let expired: () => void = () => undefined;
/// Keeps the session's token; `over` is called when the server says that there is no session any more.
export function keepToken(session: Session, over: () => void) {
  csrf = session.csrf;
  expired = over;
}

type Loose = { path?: Record<string, string | number>; query?: Record<string, unknown>; body?: unknown } & Stoppable;

/// "/api/records/{kind}/{key}" with its variables and query filled in.
export function address<P extends PathWith<"get">>(path: P, ...[asked]: Arguments<Operation<P, "get">>): string {
  return filled(path, (asked ?? {}) as Loose);
}

function filled(path: string, { path: variables = {}, query = {} }: Loose): string {
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(variables[name] ?? ""));
  const wanted = Object.entries(query).filter(([, value]) => value !== undefined && value !== "" && value !== false);
  const text = wanted.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&");
  return text ? `${place}?${text}` : place;
}

function failure(status: number, statusText: string, body: string, after: string | null): Problem {
  if (status === 401) expired();
  try {
    const said = JSON.parse(body);
    return new Problem(status, said.title ?? "", said.detail ?? "", said.problems ?? [], Number(after) || null);
  } catch {
    return new Problem(status, statusText, "", [], Number(after) || null);
  }
}

async function ask(method: Method, path: string, asked: Loose = {}): Promise<unknown> {
  const headers: Record<string, string> = {};
  if (asked.body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "get" && csrf) headers["X-CSRF-Token"] = csrf;
  let response: Response;
  try {
    response = await fetch(filled(path, asked), {
      method: method.toUpperCase(),
      headers,
      credentials: "same-origin",
      body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
      signal: asked.signal,
    });
  } catch (error) {
    if (asked.signal?.aborted) throw error;
    throw new Problem(0, "offline", "");
  }
  if (!response.ok) throw failure(response.status, response.statusText, await response.text(), response.headers.get("Retry-After"));
  return response.status === 204 ? undefined : response.json();
}

function asking<M extends Method>(method: M) {
  return <P extends PathWith<M>>(path: P, ...[asked]: Arguments<Operation<P, M>>) =>
    ask(method, path, asked as Loose | undefined) as Promise<Answer<P, M>>;
}
export const get = asking("get");
export const post = asking("post");
export const put = asking("put");
export const remove = asking("delete");

type Upload = "/api/photographs" | "/api/imports/{kind}";
type UploadArguments<P extends Upload> = Given<PartOf<Operation<P, "post">, "path">, "path"> &
  Given<PartOf<Operation<P, "post">, "query">, "query">;

/// Sends a file with its hash, and tells how far it is (0 to 1). fetch does not tell progress yet.
export async function send<P extends Upload>(
  path: P,
  asked: UploadArguments<P>,
  file: Blob,
  type: string,
  progress: (share: number) => void,
): Promise<Recorded> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", filled(path, asked as Loose));
    request.setRequestHeader("Content-Type", type);
    request.setRequestHeader("X-Content-SHA256", Array.from(digest, (b) => b.toString(16).padStart(2, "0")).join(""));
    if (csrf) request.setRequestHeader("X-CSRF-Token", csrf);
    request.upload.onprogress = (event) => progress(event.loaded / Math.max(event.total, 1));
    request.onerror = () => failed(new Problem(0, "offline", ""));
    request.onload = () => {
      if (request.status === 200) done(JSON.parse(request.responseText));
      else failed(failure(request.status, request.statusText, request.responseText, request.getResponseHeader("Retry-After")));
    };
    request.send(file);
  });
}

/// Follows a job until it ends; gives what stops following it.
export function follow(job: Job, told: (job: Job) => void, lost: () => void): () => void {
  const events = new EventSource(filled("/api/jobs/{id}/events" satisfies PathWith<"get">, { path: { id: job.id } }));
  events.onmessage = (event) => {
    const now = JSON.parse(event.data) as Job;
    if (now.state !== "running") events.close();
    told(now);
  };
  events.onerror = () => {
    events.close();
    lost();
  };
  return () => events.close();
}
