// Numbers, dates and texts as a reader of the chosen language writes them. Nothing here knows which language that is.

/// Dates of the register are known only so well: a year, a month, a day, a minute with or without a zone. They are shown as
/// well as they are known, and times by the clock of the place that wrote them, with its zone.
export function whenIn(locale: string, written: string): string {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/.exec(written);
  if (!found) return written;
  const [, year, month, day, hour, minute, zone] = found;
  if (!month) return year!;
  const moment = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1), Number(hour ?? 0), Number(minute ?? 0)));
  const how: Intl.DateTimeFormatOptions = { timeZone: "UTC", year: "numeric", month: day ? "short" : "long" };
  if (day) how.day = "numeric";
  if (hour) Object.assign(how, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const said = new Intl.DateTimeFormat(locale, how).format(moment);
  return zone ? `${said} ${zone === "Z" ? "UTC" : zone.replace("-", "−")}` : said;
}

export const numberIn = (locale: string, value: number) => new Intl.NumberFormat(locale).format(value);

/// A probability: never 0 or 1, which no computation with finite numbers can tell.
export function probabilityIn(locale: string, value: number): string {
  const digits = { minimumFractionDigits: 4, maximumFractionDigits: 4 };
  const said = (number: number) => new Intl.NumberFormat(locale, digits).format(number);
  if (value < 0.00005) return `< ${said(0.0001)}`;
  return value >= 0.99995 ? `> ${said(0.9999)}` : said(value);
}

export const decimalIn = (locale: string, value: number) =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value).replace("-", "−");

/// log10 of a likelihood ratio; none: what was seen cannot be.
export const log10In = (locale: string, value: number | null) => (value === null ? "−∞" : decimalIn(locale, value));

/// A share in whole percents: never all or nothing where it is neither.
export function percentIn(locale: string, value: number): string {
  const said = (number: number) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(number);
  if (value > 0 && value < 0.005) return `< ${said(0.01)}`;
  return value >= 0.995 && value < 1 ? `> ${said(0.99)}` : said(value);
}

/// Fills {variables} into a text of a catalogue.
export const fill = (text: string, variables: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in variables ? String(variables[name]) : whole));

/// The beginning of a long text, cut between words.
export function short(text: string, most: number): string {
  if (text.length <= most) return text;
  const space = text.lastIndexOf(" ", most);
  return `${text.slice(0, space > most / 2 ? space : most).replace(/[\s,;:(]+$/, "")} …`;
}

/// What several names have in common at their beginning, up to a separator: said once, not with each.
export function commonStart(names: string[]): string {
  if (names.length < 2) return "";
  let start = names[0]!;
  for (const name of names) while (!name.startsWith(start)) start = start.slice(0, -1);
  return start.slice(0, Math.max(start.lastIndexOf("-"), start.lastIndexOf("/"), start.lastIndexOf(" ")) + 1);
}

/// Such a beginning said by itself, without the separator at its end.
export const stem = (start: string): string => start.replace(/[\s,/-]+$/, "");
