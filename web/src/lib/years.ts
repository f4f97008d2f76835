/// The days at the ends of some years up to this one, for figures as they were then.
export function yearEnds(now: Date, years: number): string[] {
  const last = now.getUTCFullYear();
  return Array.from({ length: years }, (_, i) => (i + 1 === years ? now.toISOString().slice(0, 10) : `${last - years + 1 + i}-12-31`));
}
