// The one place that asks the server. Paths and bodies are held to the contract (contract.d.ts is made from it).
import type { components, paths } from "./contract";

export type Schemas = components["schemas"];
export type Session = Schemas["Session"];
export type Row = Schemas["Record"];
export type Finding = Schemas["Finding"];
export type Recorded = Schemas["Recorded"];
export type Form = Schemas["Form"];
export type Head = Schemas["Head"];
export type Job = Schemas["Job"];
export type Path = keyof paths & string;

/// What the server says went wrong (RFC 9457), or that it does not answer.
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly problems: { message: string; file?: string | null; line?: number | null }[] = [],
  ) {
    super(detail || title);
  }
}

let csrf: string | null = null;
export function keepToken(session: Session) {
  csrf = session.csrf;
}

/// "/api/records/{kind}/{key}" with its variables and query filled in.
export function address(path: Path, variables: Record<string, string> = {}, query: Record<string, unknown> = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(variables[name] ?? ""));
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== "" && value !== false);
  const text = asked.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&");
  return text ? `${filled}?${text}` : filled;
}

async function failure(response: Response): Promise<Problem> {
  try {
    const said = await response.json();
    return new Problem(response.status, said.title ?? "", said.detail ?? "", said.problems ?? []);
  } catch {
    return new Problem(response.status, response.statusText, "");
  }
}

type Asked = { variables?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };

async function ask<T>(method: string, path: Path, asked: Asked = {}): Promise<T> {
  const headers: Record<string, string> = {};
  if (asked.body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && csrf) headers["X-CSRF-Token"] = csrf;
  let response: Response;
  try {
    response = await fetch(address(path, asked.variables, asked.query), {
      method, headers, credentials: "same-origin",
      body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
    });
  } catch {
    throw new Problem(0, "offline", "");
  }
  if (!response.ok) throw await failure(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const get = <T>(path: Path, asked?: Asked) => ask<T>("GET", path, asked);
export const post = <T>(path: Path, asked?: Asked) => ask<T>("POST", path, asked);
export const put = <T>(path: Path, asked?: Asked) => ask<T>("PUT", path, asked);
export const remove = <T>(path: Path, asked?: Asked) => ask<T>("DELETE", path, asked);

/// Sends a file with its hash, and tells how far it is (0 to 1). fetch does not tell progress yet.
export async function send(
  path: Path, asked: Asked, file: Blob, type: string, progress: (share: number) => void,
): Promise<Recorded> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", address(path, asked.variables, asked.query));
    request.setRequestHeader("Content-Type", type);
    request.setRequestHeader("X-Content-SHA256", Array.from(digest, (b) => b.toString(16).padStart(2, "0")).join(""));
    if (csrf) request.setRequestHeader("X-CSRF-Token", csrf);
    request.upload.onprogress = (event) => progress(event.loaded / Math.max(event.total, 1));
    request.onerror = () => failed(new Problem(0, "offline", ""));
    request.onload = () => {
      let said;
      try {
        said = JSON.parse(request.responseText);
      } catch {
        return failed(new Problem(request.status, request.statusText, ""));
      }
      request.status === 200 ? done(said) : failed(new Problem(request.status, said.title, said.detail, said.problems));
    };
    request.send(file);
  });
}
