// QR codes (ISO/IEC 18004) of short texts: bytes, error correction M, versions 1 to 13.

// By version: codewords of correction per block, then blocks of [how many, data codewords each].
const blocks: [number, ...[number, number][]][] = [
  [10, [1, 16]], [16, [1, 28]], [26, [1, 44]], [18, [2, 32]], [24, [2, 43]], [16, [4, 27]], [18, [4, 31]], [22, [2, 38], [2, 39]],
  [22, [3, 36], [2, 37]], [26, [4, 43], [1, 44]], [30, [1, 50], [4, 51]], [22, [6, 36], [2, 37]], [22, [8, 37], [1, 38]],
];
const alignments = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50], [6, 30, 54], [6, 32, 58], [6, 34, 62]];

// GF(256) with x^8 + x^4 + x^3 + x^2 + 1.
const exp: number[] = [];
const log: number[] = [];
for (let i = 0, x = 1; i < 255; ++i, x = x & 128 ? (x << 1) ^ 0x11d : x << 1) {
  exp[i] = x;
  log[x] = i;
}
const times = (a: number, b: number) => (a && b ? exp[(log[a]! + log[b]!) % 255]! : 0);

/// Reed–Solomon: the remainder of the data by the product of (x − 2^i).
function correction(data: number[], count: number): number[] {
  let generator = [1];
  for (let i = 0; i < count; ++i) {
    const next = [...generator, 0];
    generator.forEach((each, n) => (next[n + 1]! ^= times(each, exp[i]!)));
    generator = next;
  }
  const rest = new Array<number>(count).fill(0);
  for (const each of data) {
    const factor = each ^ rest.shift()!;
    rest.push(0);
    for (let n = 0; n < count; ++n) rest[n]! ^= times(generator[n + 1]!, factor);
  }
  return rest;
}

function codewords(text: Uint8Array, version: number): number[] {
  const [eccCount, ...groups] = blocks[version - 1]!;
  const room = groups.reduce((sum, [n, size]) => sum + n * size, 0);
  const bits: number[] = [];
  const put = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; --i) bits.push((value >> i) & 1);
  };
  put(4, 4);
  put(text.length, version < 10 ? 8 : 16);
  for (const byte of text) put(byte, 8);
  put(0, Math.min(4, room * 8 - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  const data = Array.from({ length: bits.length / 8 }, (_, n) => bits.slice(8 * n, 8 * n + 8).reduce((sum, bit) => 2 * sum + bit, 0));
  for (let n = 0; data.length < room; ++n) data.push(n % 2 ? 0x11 : 0xec);
  const parts: number[][] = [];
  for (const [count, size] of groups) for (let n = 0; n < count; ++n) parts.push(data.splice(0, size));
  const checks = parts.map((part) => correction(part, eccCount));
  const woven = (all: number[][]) => Array.from({ length: Math.max(...all.map((one) => one.length)) }, (_, n) => all.flatMap((one) => (n < one.length ? [one[n]!] : []))).flat();
  return [...woven(parts), ...woven(checks)];
}

const masks = [
  (x: number, y: number) => (x + y) % 2 === 0, (_: number, y: number) => y % 2 === 0, (x: number) => x % 3 === 0,
  (x: number, y: number) => (x + y) % 3 === 0, (x: number, y: number) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (x: number, y: number) => ((x * y) % 2) + ((x * y) % 3) === 0, (x: number, y: number) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x: number, y: number) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/// A number with its remainder by a generator (BCH), as format and version are written.
function guarded(value: number, generator: number, degree: number): number {
  let rest = value << degree;
  for (let bit = 31 - Math.clz32(rest); rest >> degree; bit = 31 - Math.clz32(rest)) rest ^= generator << (bit - degree);
  return (value << degree) | rest;
}

type Grid = (boolean | undefined)[][];

function frame(version: number): Grid {
  const size = 17 + 4 * version;
  const grid: Grid = Array.from({ length: size }, () => new Array(size).fill(undefined));
  const square = (cx: number, cy: number, reach: number, dark: (ring: number) => boolean) => {
    for (let y = cy - reach; y <= cy + reach; ++y) {
      for (let x = cx - reach; x <= cx + reach; ++x) if (grid[y]?.length && x >= 0 && x < size) grid[y]![x] = dark(Math.max(Math.abs(x - cx), Math.abs(y - cy)));
    }
  };
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x!, y!, 4, (ring) => ring !== 2 && ring !== 4);
  const at = alignments[version - 1]!;
  for (const y of at) for (const x of at) if (grid[y]![x] === undefined) square(x, y, 2, (ring) => ring !== 1);
  for (let i = 8; i < size - 8; ++i) grid[6]![i] = grid[i]![6] = i % 2 === 0;
  if (version >= 7) {
    const bits = guarded(version, 0x1f25, 12);
    for (let i = 0; i < 18; ++i) {
      const [a, b] = [Math.floor(i / 3), size - 11 + (i % 3)];
      grid[a]![b] = grid[b]![a] = ((bits >> i) & 1) === 1;
    }
  }
  writeFormat(grid, 0);
  return grid;
}

function writeFormat(grid: Grid, mask: number) {
  const size = grid.length;
  const bits = guarded(mask, 0x537, 10) ^ 0x5412; // level M is 00
  for (let i = 0; i < 15; ++i) {
    const dark = ((bits >> i) & 1) === 1;
    grid[i < 6 ? i : i < 8 ? i + 1 : size - 15 + i]![8] = dark;
    grid[8]![i < 8 ? size - 1 - i : i === 8 ? 7 : 14 - i] = dark;
  }
  grid[size - 8]![8] = true;
}

/// How hard a code would be to read: long runs, blocks, false finders, too dark or too light.
function penalty(grid: boolean[][]): number {
  let sum = 0;
  const lines = [...grid, ...grid.map((_, x) => grid.map((row) => row[x]!))].map((line) => line.map(Number).join(""));
  for (const line of lines) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    for (const finder of [/(?=00001011101)/g, /(?=10111010000)/g]) sum += 40 * (line.match(finder)?.length ?? 0);
  }
  for (let y = 1; y < grid.length; ++y) {
    for (let x = 1; x < grid.length; ++x) if (new Set([grid[y]![x], grid[y - 1]![x], grid[y]![x - 1], grid[y - 1]![x - 1]]).size === 1) sum += 3;
  }
  const share = grid.flat().filter(Boolean).length / grid.length ** 2;
  return sum + 10 * Math.floor(Math.abs(share * 100 - 50) / 5);
}

/// The dark modules of a text's code, row by row; `mask` only where a test wants a certain one.
export function qr(text: string, mask?: number): boolean[][] {
  const bytes = new TextEncoder().encode(text);
  const version = 1 + blocks.findIndex(([, ...groups], n) => groups.reduce((sum, [count, size]) => sum + count * size, 0) >= bytes.length + (n < 9 ? 2 : 3));
  if (version === 0) throw new RangeError("too long for a code");
  const base = frame(version);
  const size = base.length;
  const bits = codewords(bytes, version).flatMap((word) => Array.from({ length: 8 }, (_, n) => (word >> (7 - n)) & 1));
  const spots: [number, number][] = [];
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5; // the timing column
    for (let n = 0; n < size; ++n) for (const x of [right, right - 1]) if (base[up ? size - 1 - n : n]![x] === undefined) spots.push([x, up ? size - 1 - n : n]);
  }
  const drawn = masks.map((covers, number) => {
    const grid = base.map((row) => [...row]);
    spots.forEach(([x, y], n) => (grid[y]![x] = (bits[n] ?? 0) === 1 !== covers(x, y)));
    writeFormat(grid, number);
    return grid as boolean[][];
  });
  return mask !== undefined ? drawn[mask]! : drawn.reduce((best, grid) => (penalty(grid) < penalty(best) ? grid : best));
}

/// A code as one SVG path, a module being a unit.
export const qrPath = (modules: boolean[][]) =>
  modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x},${y}h1v1h-1z`] : []))).join("");
