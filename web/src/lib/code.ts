import { encode } from "uqr";

/// The QR code of a text: its width in modules, the quiet zone around it included, and one SVG path of those that are dark.
export function codeOf(text: string): { size: number; path: string } {
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  return { size, path: data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x},${y}h1v1h-1z`] : []))).join("") };
}
