// Where some places are that legs often begin or end at (degrees, from their public descriptions), by a part of how
// registers write them. A place that is not here, nor in the register, is listed beside the map.
const places: [string, number, number][] = [
  ["Wonsan", 39.15, 127.44],
  ["Osan Air Base", 37.09, 127.03],
  ["Pearl Harbor", 21.35, -157.95],
  ["Hickam", 21.34, -157.95],
  ["Panmunjom", 37.96, 126.68],
  ["Pyongyang", 39.02, 125.75],
  ["Seoul", 37.57, 126.98],
  ["Tokyo", 35.68, 139.69],
  ["Offutt", 41.12, -95.91],
  ["Dover Air Force Base", 39.13, -75.47],
  ["Hanoi", 21.03, 105.85],
];

export function positionOf(name: string): [number, number] | undefined {
  const found = places.find(([part]) => name.includes(part));
  return found && [found[1], found[2]];
}
