import { expect, test } from "vitest";
import fixture from "./qr.fixture.json";
import { qr, qrPath } from "./qr";

test("codes are those that an independent encoder makes (npm's qrcode 1.5.4)", () => {
  for (const [text, { mask, rows }] of Object.entries(fixture)) {
    expect(qr(text, mask).map((row) => row.map(Number).join(""))).toEqual(rows);
  }
});

test("what does not fit is refused, and a path has as many modules as are dark", () => {
  expect(() => qr("x".repeat(400))).toThrow(RangeError);
  const code = qr("case:SIM/1");
  expect(qrPath(code).split("M").length - 1).toBe(code.flat().filter(Boolean).length);
});
