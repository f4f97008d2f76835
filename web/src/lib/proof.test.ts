import { createHash, generateKeyPairSync, sign, webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Proof } from "../answers";
import { canonical, check, headText, signatureHolds, signedText } from "./proof";

// Browsers and newer Node have it from the start; Node 18 does not.
if (!globalThis.crypto) Object.defineProperty(globalThis, "crypto", { value: webcrypto });

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
  return m < k
    ? [...pathOf(m, leaves.slice(0, k)), rootOf(leaves.slice(k))]
    : [...pathOf(m - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
function proofOf(index: number, size: number): Proof {
  const leaves = Array.from({ length: size }, (_, seq) => JSON.stringify({ body: { text: `simulated 한국 ${seq}` }, seq: String(seq) }));
  const head = {
    key: publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex"),
    ledger: "0123456789abcdef",
    root: rootOf(leaves).toString("hex"),
    size: String(size),
    time: "2026-01-01T00:00:00.000Z",
    signature: "",
  };
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
    (proof) => {
      proof.entry = proof.entry.replace("simulated", "changed");
    },
    (proof) => {
      proof.index = "6";
    },
    (proof) => {
      proof.proof.pop();
    },
    (proof) => {
      proof.proof.push(proof.proof[0]!);
    },
    (proof) => {
      proof.proof[1] = proof.proof[0]!;
    },
    (proof) => {
      proof.head.root = "0".repeat(64);
    },
    (proof) => {
      proof.head.size = "12";
    },
    (proof) => {
      proof.head.time = "2027-01-01T00:00:00.000Z";
    },
    (proof) => {
      proof.head.signature = "0".repeat(128);
    },
    (proof) => {
      proof.index = "11";
    },
    (proof) => {
      proof.index = "x";
    },
    (proof) => {
      proof.entry = proof.entry.replace("{", "{ ");
    },
    (proof) => {
      proof.proof[0] = "no hash";
    },
    (proof) => {
      proof.head.key = "0".repeat(64);
    },
    (proof) => {
      proof.head.signature = "no signature";
    },
  ];
  for (const change of changes) {
    const bad = structuredClone(good);
    change(bad);
    expect((await check(bad)).holds, change.toString()).toBe(false);
  }
});

test("a step that fails is named", async () => {
  const bad = proofOf(3, 7);
  bad.proof[0] = "0".repeat(64);
  expect(await check(bad)).toMatchObject({ holds: false, entry: true, path: false, signature: true });
});

test("a browser without Ed25519 comes to the same", async () => {
  const good = proofOf(0, 3).head;
  expect(await signatureHolds(good, false)).toBe(true);
  expect(await signatureHolds({ ...good, size: "4" }, false)).toBe(false);
  expect(await signatureHolds({ ...good, key: "0".repeat(64) }, false)).toBe(false);
});

test("a proof that muster made holds", async () => {
  const proof: Proof = JSON.parse(readFileSync(new URL("./proof.fixture.json", import.meta.url), "utf8"));
  expect(await check(proof)).toMatchObject({ holds: true, entry: true, path: true, signature: true });
  expect(headText(proof.head)).toBe(canonical(proof.head));
});

test("canonical JSON sorts by UTF-16 and escapes as RFC 8785 has it", () => {
  expect(canonical({ b: ["\u0001\n\u007f", "é"], a: { "\ufb33": "1", "\ud83d\ude00": "2" } })).toBe(
    '{"a":{"\ud83d\ude00":"2","\ufb33":"1"},"b":["\\u0001\\n\u007f","é"]}',
  );
});
