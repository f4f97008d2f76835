import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { expect, test } from "vitest";
import { check, signedText, type Proof } from "./proof";

const sha = (...parts: Buffer[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
const leaf = (text: string) => sha(Buffer.of(0), Buffer.from(text));
const node = (left: Buffer, right: Buffer) => sha(Buffer.of(1), left, right);
const split = (n: number) => 2 ** Math.floor(Math.log2(n - 1));

// The definitions of RFC 9162 (2.1.1, 2.1.3.1), as they stand there.
function rootOf(leaves: string[]): Buffer {
  if (leaves.length === 1) return leaf(leaves[0]!);
  const k = split(leaves.length);
  return node(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}
function pathOf(m: number, leaves: string[]): Buffer[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k ? [...pathOf(m, leaves.slice(0, k)), rootOf(leaves.slice(k))] : [...pathOf(m - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
function proofOf(index: number, size: number): Proof {
  const leaves = Array.from({ length: size }, (_, seq) => JSON.stringify({ body: { text: `simulated 한국 ${seq}` }, seq: String(seq) }));
  const head = { key: publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex"), ledger: "0123456789abcdef",
    root: rootOf(leaves).toString("hex"), size: String(size), time: "2026-01-01T00:00:00.000Z", signature: "" };
  head.signature = sign(null, Buffer.from(signedText(head)), privateKey).toString("hex");
  return { entry: leaves[index]!, head, index: String(index), proof: pathOf(index, leaves).map((one) => one.toString("hex")) };
}

test("every entry of every small ledger is proved", async () => {
  for (let size = 1; size <= 17; ++size) {
    for (let index = 0; index < size; ++index) expect((await check(proofOf(index, size))).holds).toBe(true);
  }
});

test("whatever is changed is found", async () => {
  const good = proofOf(5, 11);
  const changes: ((proof: Proof) => void)[] = [
    (proof) => { proof.entry = proof.entry.replace("simulated", "changed"); },
    (proof) => { proof.index = "6"; },
    (proof) => { proof.proof.pop(); },
    (proof) => { proof.proof.push(proof.proof[0]!); },
    (proof) => { proof.proof[1] = proof.proof[0]!; },
    (proof) => { proof.head.root = "0".repeat(64); },
    (proof) => { proof.head.size = "12"; },
    (proof) => { proof.head.time = "2027-01-01T00:00:00.000Z"; },
    (proof) => { proof.head.signature = "0".repeat(128); },
    (proof) => { proof.index = "11"; },
  ];
  for (const change of changes) {
    const bad = structuredClone(good);
    change(bad);
    expect((await check(bad)).holds, change.toString()).toBe(false);
  }
});
