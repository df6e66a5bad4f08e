const form =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]| +)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * The text that the engine hands over for a date or time without quotes, for example `2026-11-23 18:00:00 +0000 UTC`;
 * undefined for what it does not take for one. Where the machine that runs the engine lies in the zone of the offset, the
 * engine writes the zone's letters in place of the second offset.
 * @see https://github.com/go-yaml/yaml/blob/v3.0.1/resolve.go parseTimestamp
 */
export function timestampText(scalar: string): string | undefined {
  const match = form.exec(scalar);
  if (match === null) return undefined;
  const [, year = "", month = "", day = "", hour, minute = "", second = "", fraction = "", offset] = match;
  if (!isDay(Number(year), Number(month), Number(day))) return undefined;
  // A blank before the time goes with no offset, a "T" with one.
  if (hour !== undefined && /[Tt]/.test(scalar) !== (offset !== undefined)) return undefined;
  if (Number(hour ?? 0) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const zone = zoneText(offset);
  if (zone === undefined) return undefined;
  const part = fraction.slice(0, 9).replace(/0+$/, "");
  const time = [hour ?? "", minute, second].map(twoDigits).join(":");
  return `${year}-${twoDigits(month)}-${twoDigits(day)} ${time}${part === "" ? "" : `.${part}`} ${zone}`;
}

const textForm = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,9})?) ([+-]\d\d)(\d\d) [A-Z0-9+-]+$/;

/** RFC 3339 for what the engine makes of a time without quotes; undefined for any other text. */
export function writtenTime(text: string): string | undefined {
  const match = textForm.exec(text);
  if (match === null) return undefined;
  const [, date, time, hours, minutes] = match;
  return `${date}T${time}${hours}:${minutes}`;
}

function zoneText(offset: string | undefined): string | undefined {
  const [sign = "", hours, minutes] = offset === undefined || offset === "Z" ? [] : partsOf(offset);
  if (hours === undefined || minutes === undefined) return "+0000 UTC";
  if (hours > 24 || minutes > 60) return undefined;
  const all = hours * 60 + minutes;
  if (all === 0) return "+0000 UTC";
  const zone = `${sign}${twoDigits(Math.floor(all / 60))}${twoDigits(all % 60)}`;
  return `${zone} ${zone}`;
}

function partsOf(offset: string): readonly [string, number, number] {
  return [offset.slice(0, 1), Number(offset.slice(1, 3)), Number(offset.slice(4))];
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}

function twoDigits(value: string | number): string {
  return String(value).padStart(2, "0");
}
