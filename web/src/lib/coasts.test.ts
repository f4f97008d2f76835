import { expect, test } from "vitest";
import { view, type Point } from "./coasts";

const [width, height] = [640, 320];
const [osan, pearl, dover]: Point[] = [
  [127.03, 37.09],
  [-157.95, 21.35],
  [-75.47, 39.13],
];

/// Whether a point of the view is on land: a ray from it crosses the shores an odd number of times.
function onLand(shore: string, [x, y]: Point): boolean {
  const rings = shore
    .split("z")
    .filter(Boolean)
    .map((ring) =>
      ring
        .slice(1)
        .split("L")
        .map((p) => p.split(",").map(Number) as Point),
    );
  const crossed = (a: Point, b: Point) => a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) * (b[0] - a[0])) / (b[1] - a[1]);
  return rings.flatMap((ring) => ring.filter((p, n) => crossed(p, ring[(n + 1) % ring.length]!))).length % 2 === 1;
}

test("points stand within the view, the Pacific is crossed where it is narrower, and the land is where it is", () => {
  const map = view([osan!, pearl!], width, height);
  for (const [x, y] of [map.at(osan!), map.at(pearl!)]) expect(x > 0 && x < width && y > 0 && y < height).toBe(true);
  expect(map.at(osan!)[0]).toBeLessThan(map.at(pearl!)[0]);
  expect(onLand(map.shore, map.at([127.5, 37.3]))).toBe(true); // inland of Osan
  expect(onLand(map.shore, map.at([-158, 21.5]))).toBe(true); // Oahu
  expect(onLand(map.shore, map.at([131, 38.5]))).toBe(false); // the sea east of Korea
  expect(onLand(map.shore, map.at([180, 30]))).toBe(false); // mid-ocean
});

test("one place alone is seen with what is around it, also beside the date line", () => {
  const home = view([dover!], width, height);
  expect(home.at(dover!)).toEqual([width / 2, height / 2]);
  expect(onLand(home.shore, home.at([-77, 39]))).toBe(true);
  const east = view([[177, 66]], width, height);
  expect(onLand(east.shore, east.at([185, 67]))).toBe(true); // Chukotka goes on beyond 180
});
