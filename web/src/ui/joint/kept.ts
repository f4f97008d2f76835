// The newest analysis as it was last asked for, so that from its table to one sample and back nothing is asked again.
import { get, type Joint } from "../../api";
import { linesOf, type Line } from "../../lib/joint";
import { here } from "../../state.svelte";

export type Analysis = { joint: Joint; lines: Line[] };
let kept: { of: string; analysis: Promise<Analysis> } | null = null;

async function asked(): Promise<Analysis> {
  const joint = await get("/api/joint");
  return { joint, lines: linesOf(joint.samples) };
}

/// Never that of another session.
export function analysis(anew: boolean): Promise<Analysis> {
  const of = here.session?.csrf ?? "";
  if (anew || kept?.of !== of) {
    const mine = { of, analysis: asked() };
    kept = mine;
    mine.analysis.catch(() => kept === mine && (kept = null));
  }
  return kept!.analysis;
}
