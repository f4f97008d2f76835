// A skeleton drawn for this page: each element has one shape on one plate. The figure shows what is large; all else is enlarged
// on plates of its own, and stands small in the figure. Sides are those of the body: its left is on the viewer's right.
import { idOf } from "./skeleton";

export type Plate = "figure" | "skull" | "teeth" | "trunk" | "hands" | "feet";
export type Shape = { id: string; plate: Plate; d: string; at: [number, number]; apart: boolean; word: string; side: string };
type Point = [number, number];

export const sizes: Record<Plate, Point> = {
  figure: [340, 836],
  skull: [400, 492],
  teeth: [400, 292],
  trunk: [400, 896],
  hands: [448, 330],
  feet: [400, 352],
};
/// What of a plate stands small in the figure, and where.
export const small: { id: string; plate: Plate; side: string; at: Point; scale: number }[] = [
  { id: "skull", plate: "skull", side: "", at: [106, 4], scale: 0.32 },
  { id: "trunk", plate: "trunk", side: "", at: [93.4, 98], scale: 0.383 },
  { id: "hands-right", plate: "hands", side: "Right", at: [18.4, 421], scale: 0.3 },
  { id: "hands-left", plate: "hands", side: "Left", at: [187.2, 421], scale: 0.3 },
  { id: "feet-right", plate: "feet", side: "Right", at: [108, 770], scale: 0.19 },
  { id: "feet-left", plate: "feet", side: "Left", at: [156, 770], scale: 0.19 },
];

const read = (text: string): Point[] => text.split(/\s+/).map((one) => one.split(",").map(Number) as Point);
const r = (n: number) => Math.round(n * 10) / 10;

/// A closed curve through the points (Catmull and Rom's, as cubic Béziers).
function curve(points: Point[]): string {
  const at = (n: number) => points[(n + points.length) % points.length]!;
  const parts = points.map((_, n) => {
    const [p, q, next, after] = [at(n - 1), at(n), at(n + 1), at(n + 2)];
    const out = [q[0] + (next[0] - p[0]) / 6, q[1] + (next[1] - p[1]) / 6];
    const back = [next[0] - (after[0] - q[0]) / 6, next[1] - (after[1] - q[1]) / 6];
    return `C${[...out, ...back, ...next].map(r).join(" ")}`;
  });
  return `M${points[0]!.map(r).join(" ")}${parts.join("")}Z`;
}

/// A tubular bone from one end to the other: its shaft is narrower than its ends.
function shaft(x0: number, y0: number, x1: number, y1: number, width: number): Point[] {
  const [ux, uy] = [x1 - x0, y1 - y0];
  const long = Math.hypot(ux, uy);
  const profile = read("0,0.36 0.07,0.56 0.2,0.46 0.38,0.33 0.62,0.33 0.8,0.45 0.93,0.54 1,0.34");
  const edge = (sign: number) =>
    profile.map(([t, w]): Point => [x0 + ux * t - (sign * uy * w * width) / long, y0 + uy * t + (sign * ux * w * width) / long]);
  return [...edge(1), ...edge(-1).reverse()];
}

const shapes: Shape[] = [];
let plate: Plate = "figure";
const middle = () => sizes[plate][0] / 2;

function add(bone: string, side: string, position: string, outlines: Point[][], apart = false, word = "") {
  const all = outlines[0]!;
  const at: Point = [all.reduce((sum, p) => sum + p[0], 0) / all.length, all.reduce((sum, p) => sum + p[1], 0) / all.length];
  shapes.push({ id: idOf({ bone, side, position }), plate, d: outlines.map(curve).join(""), at, apart, word, side });
}
/// Both sides; the points are of the left one, from the middle of the plate.
function pair(bone: string, position: string, points: Point[] | Point[][]) {
  const outlines = (Array.isArray(points[0]![0]) ? points : [points]) as Point[][];
  const sided = (sign: number) => outlines.map((one) => one.map(([x, y]): Point => [middle() + sign * x, y]));
  add(bone, "Left", position, sided(1));
  add(bone, "Right", position, sided(-1));
}
/// Beside the drawing: the points are of the left one, from its own middle.
function apart(bone: string, text: string, right: number, left: number) {
  add(bone, "Left", "", [read(text).map(([x, y]): Point => [left + x, y])], true);
  add(bone, "Right", "", [read(text).map(([x, y]): Point => [right - x, y])], true);
}
/// One of the middle, by its left half from top to bottom, mirrored.
const half = (text: string) => {
  const left = read(text);
  return [...left, ...left.filter(([x]) => x > 0).reverse().map(([x, y]): Point => [-x, y])].map(([x, y]): Point => [middle() + x, y]);
};
const shift = (points: Point[], dx: number): Point[] => points.map(([x, y]) => [x + dx, y]);

// The figure.
add("Sternum", "Middle", "", [half("0,172 7,168 13,171 13,181 7,188 8,204 10,222 9,240 5,247 3,264 0,270")]);
pair("Clavicle", "", read("8,164 15,157 32,159 52,154 70,149 84,152 82,159 69,157 53,162 34,168 17,167 10,171"));
pair("Scapula", "", read("58,166 68,161 80,160 89,157 95,163 90,169 88,180 82,202 74,232 68,240 62,226 56,194"));
const arm = "83,172 86,163 94,160 101,164 103,174 100,188 98,230 100,270 106,294 110,304 105,311 98,307 92,310 87,302";
pair("Humerus", "", read(`${arm} 92,285 91,240 88,200`));
pair("Radius", "", shaft(108, 315, 123, 416, 13));
pair("Ulna", "", shaft(94, 309, 109, 418, 13));
const hip = "21,352 33,338 52,334 68,341 78,356 76,374 66,390 65,408 56,428 48,442 38,446 26,430 5,424 4,410 22,404 36,392 30,372";
pair("Os coxae", "", [read(hip), read("32,412 42,410 46,420 40,432 32,428")]);
const thigh = "41,398 49,391 58,396 63,404 70,405 77,413 74,428 66,448 59,500 54,556 55,576 60,590 57,603 47,601 39,605 29,602";
pair("Femur", "", read(`${thigh} 28,589 34,573 39,550 47,490 53,440 54,420 47,414 40,408`));
pair("Patella", "", read("43,576 52,581 52,590 43,598 34,590 34,581"));
const shin = "27,613 36,608 44,610 54,608 60,614 55,628 49,652 46,700 46,738 50,758 46,769 38,766 32,764 34,750";
pair("Tibia", "", read(`${shin} 35,720 34,680 31,644 28,626`));
pair("Fibula", "", shaft(62, 620, 54, 771, 11));

// The skull from the front; what lies within or behind stands apart below, the ossicles of the ear beside it.
plate = "skull";
add("Frontal", "Middle", "", [half("0,40 52,44 92,66 112,104 108,136 96,148 82,134 58,122 34,128 16,142 0,144")]);
pair("Parietal", "", read("3,8 60,14 108,44 132,94 130,120 122,116 116,96 96,58 54,36 3,32"));
pair("Temporal", "", read("125,126 137,134 138,160 130,196 122,222 113,206 116,176 112,148"));
const orbit = "52,156 78,148 90,164 82,180 62,182";
const temple = "99,152 108,146 112,168 110,184 102,172";
const wing = (sign: number) => [temple, orbit].map((one) => read(one).map(([x, y]): Point => [200 + sign * x, y]));
add("Sphenoid", "Middle", "", [...wing(1), ...wing(-1)]);
pair("Zygomatic", "", read("96,158 106,182 112,200 102,218 84,224 68,212 64,198 84,194 92,178"));
pair("Maxilla", "", read("22,152 32,164 38,186 58,200 66,216 78,228 66,254 54,268 28,274 3,274 3,244 22,236 28,216 24,190 21,170"));
pair("Nasal", "", read("2,147 14,149 18,166 22,188 11,194 2,198"));
add("Mandible", "Middle", "", [
  half("0,286 30,284 60,274 86,252 98,226 110,220 120,230 114,264 94,304 60,336 26,350 0,351"),
]);
add("Hyoid", "Middle", "", [half("0,372 20,369 38,358 46,360 40,374 22,385 0,387")]);
add("Occipital", "Middle", "", [read("28,412 60,400 92,412 100,440 84,470 60,480 36,470 20,440")], true);
add("Ethmoid", "Middle", "", [read("128,408 146,402 164,408 160,440 152,476 146,484 140,476 132,440")], true);
add("Vomer", "Middle", "", [read("186,406 208,410 214,436 204,472 192,480 184,452 180,424")], true);
apart("Lacrimal", "-9,404 6,400 10,416 5,436 -7,434 -10,418", 238, 272);
apart("Palatine", "-13,402 12,400 15,420 8,440 -12,440 -16,420", 314, 358);
apart("Inferior nasal concha", "-16,456 2,450 16,458 10,476 -8,482 -15,470", 258, 316);
apart("Malleus", "-14,60 0,52 12,58 10,72 2,84 -2,106 -10,108 -8,86 -16,74", 26, 374);
apart("Incus", "-14,128 2,124 12,134 8,148 0,170 -8,168 -4,150 -14,142", 26, 374);
apart("Stapes", "-6,184 6,184 12,200 14,216 6,224 -6,224 -14,216 -12,200", 26, 374);

// Teeth, as the FDI chart has them; roots up above, down below.
plate = "teeth";
function tooth(quadrant: number, n: number) {
  const milk = quadrant > 4;
  const upper = [1, 2, 5, 6].includes(quadrant);
  const right = [1, 4, 5, 8].includes(quadrant);
  const x = 200 + (right ? -1 : 1) * (n - 0.5) * 24.6;
  const w = (milk ? [5.5, 5, 6, 8, 9] : [7, 6, 7, 7.5, 7.5, 10.5, 10.5, 9.5])[n - 1]!;
  const long = milk ? 34 : 52;
  const neck = milk ? (upper ? 116 : 176) : upper ? 64 : 228; // where the crown ends
  const sign = upper ? -1 : 1;
  const molar = milk ? n > 3 : n > 5;
  const roots = molar ? "-0.7,0.55 -0.75,0.95 -0.35,1 -0.1,0.6 0.1,0.6 0.35,1 0.75,0.95 0.7,0.55" : "-0.6,0.5 -0.25,0.95 0.25,0.95 0.6,0.5";
  const crown = "1,0 0.9,-0.3 0,-0.36 -0.9,-0.3 -1,0";
  const points = read(`${roots} ${crown}`).map(([dx, dy]): Point => [x + dx * w, neck + sign * dy * long * 0.74]);
  add("Tooth", right ? "Right" : "Left", `${quadrant}${n}`, [points], false, `${quadrant}${n}`);
  shapes.at(-1)!.at = [x, neck];
}
for (let quadrant = 1; quadrant <= 8; ++quadrant) for (let n = 1; n <= (quadrant > 4 ? 5 : 8); ++n) tooth(quadrant, n);

// Spine and ribs.
plate = "trunk";
const reach = [72, 104, 126, 142, 153, 160, 165, 166, 162, 150, 112, 74];
function rib(n: number, y: number) {
  const w = reach[n - 1]!;
  const drop = n > 10 ? 18 : 30;
  const turn = y + drop * 0.42;
  const upper = `27,${y - 3} ${w * 0.45},${y - 8} ${w * 0.76},${y - 1} ${w * 0.93},${turn} ${w + 3},${y + drop}`;
  const lower = `${w - 8},${y + drop + 3} ${w * 0.93 - 9},${turn + 8} ${w * 0.74},${y + 11} ${w * 0.45},${y + 5} 27,${y + 8}`;
  pair("Rib", String(n), read(`${upper} ${lower}`));
}
function vertebra(bone: string, name: string, y: number, wide: number, tall: number) {
  const [h, w] = [tall / 2 - 1.5, wide * 0.7];
  const below = `${wide},${y + h - 3} ${w},${y + h} 0,${y + h}`;
  const outline = `0,${y - h} ${w},${y - h} ${wide},${y - h + 3} ${wide + 8},${y} ${below}`;
  add(bone, "Middle", name, [half(outline)], false, name);
}
for (let n = 1; n <= 7; ++n) vertebra("Cervical vertebra", `C${n}`, 22 + (n - 1) * 24, 20 + (n < 3 ? 6 : n), 24);
for (let n = 1; n <= 12; ++n) {
  vertebra("Thoracic vertebra", `T${n}`, 193 + (n - 1) * 30, 15, 30);
  rib(n, 193 + (n - 1) * 30);
}
for (let n = 1; n <= 5; ++n) vertebra("Lumbar vertebra", `L${n}`, 556 + (n - 1) * 34, 24 + n, 34);
add("Sacrum", "Middle", "", [half("0,716 34,714 62,722 58,752 40,792 18,824 0,828")]);
add("Coccyx", "Middle", "", [half("0,834 13,836 12,852 5,872 0,878")]);

// Hands from the palm, fingers down.
plate = "hands";
const fromSide = (text: string) => shift(read(text), middle() / 2);
pair("Scaphoid", "", fromSide("24,18 44,16 56,28 48,44 30,46 20,34"));
pair("Lunate", "", fromSide("-6,14 14,12 20,26 14,42 -4,42 -10,28"));
pair("Triquetral", "", fromSide("-36,16 -16,14 -12,28 -18,42 -34,44 -42,30"));
pair("Pisiform", "", fromSide("-64,18 -50,14 -44,26 -50,38 -64,36 -70,26"));
pair("Trapezium", "", fromSide("44,50 64,44 76,58 68,74 48,76 38,64"));
pair("Trapezoid", "", fromSide("20,52 34,50 38,64 32,78 18,78 14,64"));
pair("Capitate", "", fromSide("-10,47 10,48 14,64 8,82 -10,82 -15,64"));
pair("Hamate", "", fromSide("-46,50 -20,47 -16,64 -22,80 -44,80 -54,64"));
const fingers: [string, number, string][] = [
  ["Metacarpal", 1, "62,82 87,126"], ["Metacarpal", 2, "30,84 42,154"], ["Metacarpal", 3, "-1,87 3,160"],
  ["Metacarpal", 4, "-27,85 -35,152"], ["Metacarpal", 5, "-50,83 -68,142"],
  ["Proximal hand phalanx", 1, "90,131 97,168"], ["Proximal hand phalanx", 2, "43,159 49,210"],
  ["Proximal hand phalanx", 3, "4,165 7,220"], ["Proximal hand phalanx", 4, "-37,157 -42,208"],
  ["Proximal hand phalanx", 5, "-70,147 -80,190"],
  ["Intermediate hand phalanx", 2, "50,215 54,252"], ["Intermediate hand phalanx", 3, "8,225 10,265"],
  ["Intermediate hand phalanx", 4, "-43,213 -46,250"], ["Intermediate hand phalanx", 5, "-81,195 -86,225"],
  ["Distal hand phalanx", 1, "98,173 101,204"], ["Distal hand phalanx", 2, "55,257 57,288"],
  ["Distal hand phalanx", 3, "10,270 11,302"], ["Distal hand phalanx", 4, "-47,255 -49,286"],
  ["Distal hand phalanx", 5, "-87,230 -91,258"],
];
function digits(list: [string, number, string][], width: (bone: string, n: number) => number) {
  for (const [bone, n, text] of list) {
    const [[x0, y0], [x1, y1]] = read(text) as [Point, Point];
    pair(bone, String(n), shift(shaft(x0, y0, x1, y1, width(bone, n)), middle() / 2));
  }
}
digits(fingers, (bone) => (bone === "Metacarpal" ? 23 : bone.startsWith("Distal") ? 19 : 21));

// Feet from above, toes down.
plate = "feet";
pair("Calcaneus", "", fromSide("12,10 30,6 44,18 46,50 42,90 26,98 10,90 4,60 6,30"));
pair("Talus", "", fromSide("-34,34 -14,30 0,40 2,66 -6,92 -26,98 -40,84 -44,56"));
pair("Navicular", "", fromSide("-50,104 -26,102 -4,104 2,116 -14,124 -36,126 -52,118"));
pair("Cuboid", "", fromSide("20,108 42,102 54,116 54,150 40,158 24,156 18,132"));
pair("Medial cuneiform", "", fromSide("-56,130 -36,130 -30,146 -34,166 -52,168 -60,150"));
pair("Intermediate cuneiform", "", fromSide("-27,129 -12,128 -8,142 -12,158 -24,158 -29,144"));
pair("Lateral cuneiform", "", fromSide("-4,127 10,124 15,140 13,160 0,164 -5,146"));
const toes: [string, number, string][] = [
  ["Metatarsal", 1, "-45,172 -57,236"], ["Metatarsal", 2, "-19,163 -24,240"], ["Metatarsal", 3, "6,169 8,236"],
  ["Metatarsal", 4, "28,165 39,231"], ["Metatarsal", 5, "53,162 74,221"],
  ["Proximal foot phalanx", 1, "-58,242 -61,282"], ["Proximal foot phalanx", 2, "-25,246 -27,278"],
  ["Proximal foot phalanx", 3, "9,242 11,274"], ["Proximal foot phalanx", 4, "41,236 46,266"],
  ["Proximal foot phalanx", 5, "75,227 81,255"],
  ["Intermediate foot phalanx", 2, "-27,284 -28,308"], ["Intermediate foot phalanx", 3, "12,280 13,303"],
  ["Intermediate foot phalanx", 4, "47,272 50,294"], ["Intermediate foot phalanx", 5, "82,261 86,282"],
  ["Distal foot phalanx", 1, "-62,289 -63,326"], ["Distal foot phalanx", 2, "-28,314 -29,340"],
  ["Distal foot phalanx", 3, "14,309 15,335"], ["Distal foot phalanx", 4, "51,300 54,325"],
  ["Distal foot phalanx", 5, "85,288 88,312"],
];
digits(toes, (bone, n) => (n === 1 ? 27 : bone === "Metatarsal" ? 21 : 19));

export { shapes };
export const plates = ["skull", "teeth", "trunk", "hands", "feet"] as const;
export const plateOf = (id: string): Plate | undefined => shapes.find((one) => one.id === id)?.plate;
