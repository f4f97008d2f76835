// Sketches of coasts by hand, a few degrees coarse: enough to see where a leg leads, no map to measure on.
// [longitude, latitude] in the order of the shore; longitudes east of 180 go on beyond it.
export const coasts: [number, number][][] = [
  // Asia from the Gulf of Tonkin to Kamchatka
  [[106, 20], [108, 21.5], [110.5, 21], [113.5, 22.3], [117, 23.6], [119.5, 26], [121.8, 29.5], [121, 32], [119.3, 35], [122.5, 37], [119, 38], [118, 39.2],
   [121, 40.8], [122, 39], [124.3, 39.9], [125, 38], [126.5, 37.2], [126.3, 34.5], [129, 35.1], [129.5, 37], [127.5, 39.3], [129.7, 41], [130.7, 42.3],
   [135, 44], [140, 48.5], [141, 52.5], [137, 54], [143, 59.3], [155, 59.5], [164, 60], [163, 57.5], [156.7, 51]],
  // Honshu, Shikoku and Kyushu as one shape
  [[130, 31.3], [131.5, 31.4], [132, 33.2], [134, 33.4], [135.8, 33.5], [137, 34.6], [139.8, 35], [140.9, 36], [141.5, 39], [141.4, 41.3], [140, 40],
   [138.5, 37.5], [136.7, 36.8], [135.5, 35.6], [132.6, 35.4], [131, 34.3], [129.8, 33], [130, 31.3]],
  [[140.2, 41.5], [143.2, 42], [145.5, 43.3], [144.3, 44], [141.7, 45.4], [140.4, 43.2], [140.2, 41.5]],
  // Sakhalin, Taiwan, Hainan, Luzon
  [[142, 46], [143.5, 49], [142.7, 54.3], [142, 51], [142, 46]],
  [[120.1, 23], [120.9, 22], [121.9, 25], [121, 25], [120.1, 23]],
  [[120, 16], [122, 18.5], [121.5, 14], [124, 13], [120.6, 13.9], [120, 16]],
  // Hawaii
  [[200, 21.9], [200.5, 22.1], [200.6, 21.9], [200, 21.9]], [[201.8, 21.4], [202.3, 21.4], [202, 21.7], [201.8, 21.4]],
  [[203.4, 20.8], [204, 20.7], [203.6, 21], [203.4, 20.8]], [[204, 19.8], [204.4, 19], [205.2, 19.5], [204.2, 20.2], [204, 19.8]],
  // North America: Alaska to Panama, and back by the Gulf and the Atlantic
  [[196, 66], [194, 61], [202, 58.5], [197, 55], [208, 60], [220, 59.5], [228, 54.5], [235.5, 48.3], [236, 43], [237.5, 37.8], [242.8, 32.5], [246, 30.5],
   [250.5, 23], [254.5, 19.5], [264, 16], [272, 13], [278, 8]],
  [[279, 9.5], [271, 16], [272.8, 21.3], [269.5, 21], [265, 18.3], [262.3, 22], [263, 27.8], [270, 29.3], [276, 30], [278.8, 25.5], [278.6, 31], [284.3, 35.3],
   [286, 40.5], [290, 42], [294, 45], [300, 47], [304, 52], [298, 58], [283, 62], [265, 60]],
];

/// Of a view around these points: where a place stands, and the coasts in it.
export function view(points: [number, number][], width: number, height: number) {
  const east = (longitude: number) => (longitude < -30 ? longitude + 360 : longitude);
  const all = points.map(([lon, lat]) => [east(lon), lat] as [number, number]);
  const [xs, ys] = [all.map((p) => p[0]), all.map((p) => p[1])];
  const margin = 6;
  let [west, right, south, north] = [Math.min(...xs) - margin, Math.max(...xs) + margin, Math.min(...ys) - margin, Math.max(...ys) + margin];
  const scale = Math.min(width / (right - west), height / (north - south));
  const [spareX, spareY] = [width / scale - (right - west), height / scale - (north - south)];
  west -= spareX / 2;
  north += spareY / 2;
  right += spareX / 2;
  south -= spareY / 2;
  const at = ([lon, lat]: [number, number]): [number, number] => [(east(lon) - west) * scale, (north - lat) * scale];
  return { at, shores: coasts.map((shore) => shore.map((p) => at(p).map((v) => v.toFixed(1)).join(",")).join(" ")) };
}
