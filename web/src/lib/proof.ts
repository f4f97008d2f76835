// Checks that an entry stands in a signed ledger: the Merkle path of RFC 9162 (2.1.3) and the head's Ed25519 signature,
// in the browser, from nothing but the proof file (docs/ledger-format.md).
import type { Head } from "../api";

export type Proof = { entry: string; head: Head; index: string; proof: string[] };
export type Verdict = { holds: boolean; why: string; signature: "good" | "bad" | "unknown" };

const encoder = new TextEncoder();

export function bytes(hex: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; ++i) out[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return out;
}

async function sha256(...parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

const leafHash = (entry: string) => sha256(Uint8Array.of(0), encoder.encode(entry));
const nodeHash = (left: Uint8Array<ArrayBuffer>, right: Uint8Array<ArrayBuffer>) => sha256(Uint8Array.of(1), left, right);

/// The root to which the path leads; nothing if the path is of another length.
export async function rootOf(leaf: Uint8Array<ArrayBuffer>, index: bigint, size: bigint, path: string[]) {
  let first = index;
  let last = size - 1n;
  let hash = leaf;
  for (const hex of path) {
    if (last === 0n) return null;
    const node = bytes(hex);
    if (first % 2n === 1n || first === last) {
      hash = await nodeHash(node, hash);
      while (first % 2n === 0n && first !== 0n) {
        first /= 2n;
        last /= 2n;
      }
    } else {
      hash = await nodeHash(hash, node);
    }
    first /= 2n;
    last /= 2n;
  }
  return last === 0n ? hash : null;
}

/// "muster tree head 1" and the head's canonical JSON (RFC 8785) without key and signature.
export function signedText(head: Head): string {
  const { ledger, root, size, time } = head;
  return "muster tree head 1\n" + JSON.stringify({ ledger, root, size, time });
}

async function signatureOf(head: Head): Promise<Verdict["signature"]> {
  try {
    const key = await crypto.subtle.importKey("raw", bytes(head.key), { name: "Ed25519" }, false, ["verify"]);
    const good = await crypto.subtle.verify({ name: "Ed25519" }, key, bytes(head.signature), encoder.encode(signedText(head)));
    return good ? "good" : "bad";
  } catch {
    return "unknown"; // this browser knows no Ed25519
  }
}

const hex = (data: Uint8Array) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

export async function check(proof: Proof): Promise<Verdict> {
  const index = BigInt(proof.index);
  const size = BigInt(proof.head.size);
  const signature = await signatureOf(proof.head);
  if (index >= size) return { holds: false, why: "index", signature };
  if (JSON.parse(proof.entry).seq !== proof.index) return { holds: false, why: "entry", signature };
  const root = await rootOf(await leafHash(proof.entry), index, size, proof.proof);
  const leads = root !== null && hex(root) === proof.head.root;
  if (!leads) return { holds: false, why: "path", signature };
  return { holds: signature !== "bad", why: signature === "bad" ? "signature" : "", signature };
}
