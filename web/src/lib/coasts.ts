// The coasts of the world around some points (Natural Earth, SOURCE.md), to see where a leg leads; no map to measure on.
import { lands, unit } from "./coasts.json";

/// [longitude, latitude]
export type Point = [number, number];

/// A land is kept in units of a degree's part: its first corner, then of each the difference from the one before.
function corners(land: number[]): Point[] {
  let [x, y] = [0, 0];
  return Array.from({ length: land.length / 2 }, (_, n): Point => [(x += land[2 * n]!) * unit, (y += land[2 * n + 1]!) * unit]);
}

const range = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];

/// A view that holds all points: where a place stands in it, and the land in it as one path (evenodd: lakes are holes).
export function view(points: Point[], width: number, height: number) {
  const [west, east] = range(points.map(([lon]) => lon));
  const across = east - west > 180; // the way over the Pacific is the shorter one
  const onward = (lon: number) => (across && lon < 0 ? lon + 360 : lon);
  const [left, right] = range(points.map(([lon]) => onward(lon)));
  const [south, north] = range(points.map(([, lat]) => lat));
  const [centre, middle] = [(left + right) / 2, (south + north) / 2];
  const narrow = Math.cos((middle * Math.PI) / 180); // a degree of longitude beside one of latitude
  const margin = Math.max(4, 0.12 * (right - left));
  const scale = Math.min(width / ((right - left + 2 * margin) * narrow), height / (north - south + 2 * margin));
  const on = ([lon, lat]: Point): Point => [width / 2 + (lon - centre) * narrow * scale, height / 2 - (lat - middle) * scale];

  const seen = (land: Point[]) => {
    const [x, y] = [range(land.map((p) => p[0])), range(land.map((p) => p[1]))];
    return x[1] > 0 && x[0] < width && y[1] > 0 && y[0] < height;
  };
  const drawn = lands.map(corners).flatMap((land) => [-360, 0, 360].map((turn) => land.map(([lon, lat]) => on([lon + turn, lat]))));
  const shore = drawn
    .filter(seen)
    .map((land) => `M${land.map((p) => p.map((v) => v.toFixed(1)).join(",")).join("L")}z`)
    .join("");
  return { at: ([lon, lat]: Point) => on([onward(lon), lat]), shore };
}
