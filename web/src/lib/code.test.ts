import jsQR from "jsqr";
import { expect, test } from "vitest";
import { codeOf } from "./code";

/// Paints a code as a reader's camera would see it.
function painted({ size, path }: ReturnType<typeof codeOf>, scale = 4): [Uint8ClampedArray, number] {
  const width = size * scale;
  const pixels = new Uint8ClampedArray(4 * width * width).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+),(\d+)/g)) {
    for (let row = 0; row < scale; ++row) {
      const from = (Number(y) * scale + row) * width + Number(x) * scale;
      for (let at = from; at < from + scale; ++at) pixels.fill(0, 4 * at, 4 * at + 3);
    }
  }
  return [pixels, width];
}

test.each([
  "case:WONSAN-2018/01",
  "case:원산-2018/01",
  "otpauth://totp/muster:boss?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=muster&digits=6&period=30",
])("a reader reads %s", (text) => {
  const [pixels, width] = painted(codeOf(text));
  expect(jsQR(pixels, width, width)?.data).toBe(text);
});
