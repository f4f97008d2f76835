// Where the zones of a bone are drawn: its outline is cut by straight lines, again and again, until each piece is one zone. It is a
// scheme: each zone lies where it is described (data/vocabulary/SOURCE.md), but no border is that of the bone.
import { placeOfId } from "./skeleton";
import { shapes, sizes } from "./skeleton_shapes";

type Point = [number, number];
type Ring = Point[];
/// A zone, or a line and what lies on its first side (above it, or towards the middle of the body) and on its other side.
type Cut = number | { from: Point; to: Point; first: Cut; other: Cut };
export type Zone = { n: number; d: string; at: Point; area: number };

/// Cuts from top to bottom, or from the middle of the body outwards, at each of the places.
const levels = (ys: number[], ...parts: Cut[]) => many(parts, (n) => [[0, ys[n]!], [-1, ys[n]!]]);
const across = (xs: number[], ...parts: Cut[]) => many(parts, (n) => [[xs[n]!, 0], [xs[n]!, 1]]);
const slant = (from: Point, to: Point, first: Cut, other: Cut): Cut => ({ from, to, first, other });
function many([first, ...rest]: Cut[], line: (n: number) => [Point, Point], n = 0): Cut {
  const [from, to] = line(n);
  return rest.length ? { from, to, first: first!, other: many(rest, line, n + 1) } : first!;
}

// Of the left bone in the figure, from its middle; the right one is its mirror image.
const cuts: Record<string, [count: number, cut: Cut]> = {
  Scapula: [
    9,
    levels(
      [186],
      across([68, 76], 8, 6, across([84], levels([167], 1, 5), levels([165.5, 174], 4, 2, 3))),
      slant([69, 186], [67, 240], 9, 7),
    ),
  ],
  Humerus: [
    11,
    levels(
      [186, 208, 245, 288, 301],
      ...[slant([95, 160], [92, 190], 2, 1), 11, across([94.3], 10, 9), slant([94.7, 245], [97.5, 288], 8, 7), across([98], 4, 3), across([98], 6, 5)],
    ),
  ],
  "Os coxae": [
    12,
    levels(
      [347, 376, 388],
      12,
      across([38], 7, 10),
      5,
      slant([44, 388], [38.7, 446], levels([413], 8, 9), levels([398, 411, 424, 434], 1, across([55], 3, 2), 4, 6, 11)),
    ),
  ],
  Femur: [
    11,
    levels(
      [446, 530, 583],
      slant([60, 394], [49, 420], 4, slant([65, 402], [70, 432], levels([427], 5, across([61], 2, 3)), 1)),
      6,
      slant([46, 530], [44, 583], 8, 7),
      across([39, 49], 10, 11, 9),
    ),
  ],
  Tibia: [10, levels([626, 642, 670, 698, 726, 752], across([38, 48], 1, 2, 3), 4, 7, 8, 9, 10, across([41], 5, 6))],
};

/// Whether it is known where the zones of a bone lie: those that are described, not those of a numbering of one's own.
export const placed = (bone: string, count: number) => cuts[bone]?.[0] === count;

/// The closed curves of a drawing as polygons.
function rings(d: string): Ring[] {
  return d.split("Z").filter(Boolean).map((text) => {
    const numbers = text.match(/-?[\d.]+/g)!.map(Number);
    const points = numbers.flatMap((x, n): Ring => (n % 2 ? [] : [[x, numbers[n + 1]!]]));
    const out: Ring = [];
    for (let n = 0; n + 3 < points.length; n += 3)
      for (let step = 0; step < 6; ++step) {
        const [t, u] = [step / 6, 1 - step / 6];
        const along = (i: 0 | 1) =>
          u ** 3 * points[n]![i] + 3 * u * u * t * points[n + 1]![i] + 3 * u * t * t * points[n + 2]![i] + t ** 3 * points[n + 3]![i];
        out.push([along(0), along(1)]);
      }
    return out;
  });
}

/// What of a ring lies on the first side of a line (sign 1), or on the other (sign -1).
function side(ring: Ring, [x, y]: Point, [x1, y1]: Point, sign: number): Ring {
  const off = ([px, py]: Point) => sign * ((x1 - x) * (py - y) - (y1 - y) * (px - x));
  return ring.flatMap((p, n): Ring => {
    const q = ring[(n + 1) % ring.length]!;
    const [a, b] = [off(p), off(q)];
    const here: Ring = a >= 0 ? [p] : [];
    return a >= 0 === b >= 0 ? here : [...here, [p[0] + ((q[0] - p[0]) * a) / (a - b), p[1] + ((q[1] - p[1]) * a) / (a - b)]];
  });
}
function divide(parts: Ring[], cut: Cut, out: Map<number, Ring[]>) {
  if (typeof cut === "number") out.set(cut, parts);
  else
    for (const [sign, rest] of [[1, cut.first], [-1, cut.other]] as const)
      divide(parts.map((ring) => side(ring, cut.from, cut.to, sign)).filter((ring) => ring.length > 2), rest, out);
}

/// Area and centre of a ring; the area has the sign of its direction.
function weight(ring: Ring): [number, Point] {
  let [area, cx, cy] = [0, 0, 0];
  ring.forEach(([x, y], n) => {
    const [x1, y1] = ring[(n + 1) % ring.length]!;
    const part = x * y1 - x1 * y;
    [area, cx, cy] = [area + part / 2, cx + (part * (x + x1)) / 6, cy + (part * (y + y1)) / 6];
  });
  return [area, [cx / area, cy / area]];
}

/// The zones of an element, drawn to fit into a width and a height, slender bones wider than they are, so that each zone can be
/// hit; and how large the whole is then.
export function drawnZones(id: string, count: number, most: Point): { size: Point; zones: Zone[] } {
  const shape = shapes.find((one) => one.id === id);
  if (!shape || !count) return { size: [0, 0], zones: [] };
  const { bone } = placeOfId(id);
  const [middle, sign] = [sizes[shape.plate][0] / 2, shape.side === "Right" ? -1 : 1];
  const local = rings(shape.d).map((ring) => ring.map(([x, y]): Point => [sign * (x - middle), y]));
  const [xs, ys] = [0, 1].map((i) => local.flat().map((p) => p[i]!)) as [number[], number[]];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, tall] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const numbers = Array.from({ length: count }, (_, n) => n + 1);
  const places = (from: number, long: number) => numbers.slice(1).map((n) => from + (long * (n - 1)) / count);
  const bands = () => (tall >= wide ? levels(places(top, tall), ...numbers) : across(places(left, wide), ...numbers));
  const out = new Map<number, Ring[]>();
  divide(local, placed(bone, count) ? cuts[bone]![1] : bands(), out);

  const scale = Math.min(most[0] / wide, most[1] / tall);
  const broad = Math.min(most[0] / wide, 1.6 * scale);
  const at = ([x, y]: Point): Point => [broad * (sign > 0 ? x - left : left + wide - x), scale * (y - top)];
  const r = (n: number) => Math.round(n * 10) / 10;
  const zones = [...out].map(([n, parts]): Zone => {
    const [outline = [], ...holes] = parts.map((ring) => ring.map(at));
    const [area, centre] = weight(outline);
    const hollow = holes.reduce((sum, ring) => sum + Math.abs(weight(ring)[0]), 0);
    const d = [outline, ...holes].map((ring) => `M${ring.map((p) => p.map(r).join(" ")).join("L")}Z`).join("");
    return { n, d, at: centre, area: Math.abs(area) - hollow };
  });
  return { size: [broad * wide, scale * tall], zones: zones.sort((a, b) => a.n - b.n) };
}
