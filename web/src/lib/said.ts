// What the register composes in English, said in Korean by the table of sentences (data/korean/SOURCE.md), as the
// program does it in src/app/wording.cpp.
import csv from "../../../data/korean/sentences.csv?raw";

type Sentence = { literals: string[]; korean: string };
const between = "; ";

/// Rows of two cells, of which either may be quoted (RFC 4180), without the header.
export function rowsOf(text: string): [string, string][] {
  const found = text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*))(?:,|\n)/g);
  const cells = [...found].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
  return cells.flatMap((cell, n) => (n > 1 && n % 2 === 0 ? [[cell, cells[n + 1] ?? ""] as [string, string]] : []));
}

const table: Sentence[] = rowsOf(csv).map(([english, korean]) => ({ literals: english.split(/\{\d\}/), korean }));

/// What is filled in between the literals, each as short as can be, and at the beginning without a name and ": ".
function givenIn(text: string, literals: string[]): string[] | null {
  const [first = "", ...others] = literals;
  if (!others.length) return text === first ? [] : null;
  if (!text.startsWith(first)) return null;
  const given: string[] = [];
  let at = first.length;
  for (const [n, literal] of others.entries()) {
    const last = n + 1 === others.length;
    if (last && !text.endsWith(literal)) return null;
    const end = last ? text.length - literal.length : text.indexOf(literal, at + 1);
    const one = text.slice(at, end);
    if (end <= at || one.includes(between) || (at === 0 && one.includes(": "))) return null;
    given.push(one);
    at = end + literal.length;
  }
  return given;
}

function whole(english: string): string | null {
  for (const { literals, korean } of table) {
    const given = givenIn(english, literals);
    const fill = (as: number, again: number) => (as ? given?.[as - 1] : inKorean(given?.[again - 1] ?? "")) ?? "";
    if (given) return korean.replace(/\{(\d)\}|\[(\d)\]/g, (_, as, again) => fill(as, again));
  }
  return null;
}

function inParts(english: string): string | null {
  const said = whole(english);
  if (said !== null) return said;
  const end = english.indexOf(between);
  if (end >= 0) {
    const [first, rest] = [english.slice(0, end), english.slice(end + between.length)];
    const [a, b] = [inParts(first), inParts(rest)];
    return a === null && b === null ? null : `${a ?? first}${between}${b ?? rest}`;
  }
  for (let at = english.indexOf(": "); at >= 0; at = english.indexOf(": ", at + 1)) {
    const tail = whole(english.slice(at + 2));
    if (tail !== null) return `${inKorean(english.slice(0, at))}: ${tail}`;
  }
  return null;
}

/// The sentence in Korean; what the table does not have stays as it is.
export const inKorean = (english: string): string => inParts(english) ?? english;
