// Checks that an entry stands in a signed ledger: the Merkle path of RFC 9162 (2.1.3) and the head's Ed25519 signature,
// in the browser, from nothing but the proof file (docs/ledger-format.md).
import type { Proof } from "../answers";
import type { Head } from "../api";

/// Each step of the check by itself, so that a reader sees what failed.
export type Verdict = { holds: boolean; entry: boolean; path: boolean; signature: boolean; leaf: string };

const encoder = new TextEncoder();

export function bytes(hex: string): Uint8Array<ArrayBuffer> {
  if (!/^([0-9a-f]{2})*$/.test(hex)) return new Uint8Array(0);
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; ++i) out[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return out;
}
const hex = (data: Uint8Array) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

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
  for (const each of path) {
    if (last === 0n) return null;
    const node = bytes(each);
    if (node.length !== 32) return null;
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

/// RFC 8785 as far as the ledger needs it: texts, lists of texts and objects; no numbers.
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const object = value as Record<string, unknown>;
  // The order of UTF-16 code units is that of sort().
  return `{${Object.keys(object)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(object[name])}`)
    .join(",")}}`;
}

/// "muster tree head 1" and the head's canonical JSON without key and signature.
export function signedText(head: Head): string {
  const { ledger, root, size, time } = head;
  return "muster tree head 1\n" + canonical({ ledger, root, size, time });
}

/// A head as the ledger writes it, so that other programs can check it.
export const headText = (head: Head) =>
  canonical({ key: head.key, ledger: head.ledger, root: head.root, signature: head.signature, size: head.size, time: head.time });

async function nativeSignature(
  key: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  text: Uint8Array<ArrayBuffer>,
): Promise<boolean | null> {
  try {
    const held = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, held, signature, text);
  } catch {
    return null; // this browser knows no Ed25519, or the key is none
  }
}

/// Whether the head was signed by the key that it names. Browsers that know no Ed25519 fetch a small library from this server.
export async function signatureHolds(head: Head, native = true): Promise<boolean> {
  const [key, signature, text] = [bytes(head.key), bytes(head.signature), encoder.encode(signedText(head))];
  if (key.length !== 32 || signature.length !== 64) return false;
  const said = native ? await nativeSignature(key, signature, text) : null;
  if (said !== null) return said;
  const { verifyAsync } = await import("@noble/ed25519");
  return verifyAsync(signature, text, key).catch(() => false);
}

function isEntry(proof: Proof): boolean {
  try {
    const value = JSON.parse(proof.entry);
    return value.seq === proof.index && canonical(value) === proof.entry;
  } catch {
    return false;
  }
}

export async function check(proof: Proof): Promise<Verdict> {
  const decimal = /^(0|[1-9][0-9]{0,19})$/;
  const leaf = await leafHash(proof.entry);
  const signature = await signatureHolds(proof.head);
  const entry = isEntry(proof);
  let path = false;
  if (decimal.test(proof.index) && decimal.test(proof.head.size) && BigInt(proof.index) < BigInt(proof.head.size)) {
    const root = await rootOf(leaf, BigInt(proof.index), BigInt(proof.head.size), proof.proof);
    path = root !== null && hex(root) === proof.head.root;
  }
  return { holds: entry && path && signature, entry, path, signature, leaf: hex(leaf) };
}
