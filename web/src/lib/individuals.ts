// Of whom something is: the individuals of a case, a specimen's, and who these are held to be.
import { get } from "../api";
import type { Packet } from "../answers";
import { may, named } from "../state.svelte";
import { asText } from "./fields";

/// The keys of the records of a kind that refer to something in a role.
async function referring(ref: string, kind: string, role: string): Promise<string[]> {
  const [of, key] = named(ref);
  const { referred_to_by } = await get("/api/records/{kind}/{key}", { path: { kind: of, key } });
  return referred_to_by.filter((one) => one.role === role && named(one.ref)[0] === kind).map((one) => named(one.ref)[1]);
}

/// The newest assignment of a specimen says whose it is; empty: nobody's yet.
export async function individualOf(specimen: string): Promise<string> {
  const entry = (key: string) => Number(key.replace("#", ""));
  const keys = await referring(`specimen:${specimen}`, "assignment", "specimen");
  for (const key of keys.sort((a, b) => entry(b) - entry(a))) {
    const { state, fields } = await get("/api/records/{kind}/{key}", { path: { kind: "assignment", key } });
    if (state === "current") return asText(fields.individual);
  }
  return "";
}

/// Of "case:W/01", "specimen:W, 1", "individual:W-I-01".
async function individualsIn(item: string): Promise<string[]> {
  const [kind, key] = named(item);
  if (kind === "individual") return [key];
  if (kind === "specimen") return [await individualOf(key)].filter(Boolean);
  const { specimens } = await get("/api/inventory/{of}", { path: { of: item } });
  return [...new Set(specimens.map((one) => one.individual).filter(Boolean))].sort();
}

export type Held = { individual: string; identifications: Packet[] };

/// The individuals of an item, each with the identifications of it, as far as one may read these.
export async function heldToBe(item: string): Promise<Held[]> {
  const packet = (key: string) => get("/api/identifications/{key}", { path: { key } }).catch(() => null); // it was withdrawn
  const one = async (individual: string): Promise<Held> => {
    const keys = may("read_decisions") ? await referring(`individual:${individual}`, "identification", "individual") : [];
    const packets = await Promise.all(keys.map(packet));
    return { individual, identifications: packets.filter((found) => found !== null) };
  };
  return Promise.all((await individualsIn(item)).map(one));
}
