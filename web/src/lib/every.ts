import { get } from "../api";
import type { Row } from "../answers";

type Asked = { q?: string; naming?: string };
async function pages(kind: string, asked: Asked): Promise<Row[]> {
  const out: Row[] = [];
  for (;;) {
    const page = await get("/api/records/{kind}", { path: { kind }, query: { ...asked, offset: out.length, limit: 500 } });
    out.push(...page.rows);
    if (!page.rows.length || out.length >= page.total) return out;
  }
}

/// All records of a kind, a page after the other.
export const every = (kind: string) => pages(kind, {});
/// All records of a kind that name another one ("case:W/01").
export const naming = (kind: string, of: string) => pages(kind, { naming: of });
