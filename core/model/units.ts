/** A time span as Kubernetes and nginx write it: `500ms`, `60s`, `5m`, `1h`, `7d`. */
export type Duration = `${number}${DurationUnit}`;

/** A number of bytes as nginx writes it: `512` (bytes), `64k`, `16m`, `1g`. */
export type Size = `${number}` | `${number}${SizeUnit}`;

type DurationUnit = keyof typeof secondsPerUnit;
type SizeUnit = keyof typeof bytesPerUnit;

const secondsPerUnit = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 } as const;
const bytesPerUnit = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 } as const;

export const durationForm = /^(\d+)(ms|s|m|h|d)$/;
export const sizeForm = /^(\d+)([kmg]?)$/i;

/** Seconds in a duration; a fraction for milliseconds. */
export function toSeconds(duration: Duration): number {
  const [, amount, unit] = durationForm.exec(duration) ?? [];
  return Number(amount) * secondsPerUnit[unit as DurationUnit];
}

/** Whole seconds in a duration, rounded up: for settings that take no fraction. */
export function toWholeSeconds(duration: Duration): number {
  return Math.ceil(toSeconds(duration));
}

/** Whether a duration comes to whole seconds, in whichever unit it is written. */
export function isWholeSeconds(duration: Duration): boolean {
  return Number.isInteger(toSeconds(duration));
}

/** A duration for settings that take no milliseconds, not even whole seconds of them. */
export function withoutMilliseconds(duration: Duration): Duration {
  return duration.endsWith("ms") ? `${toSeconds(duration)}s` : duration;
}

/** The shortest of some durations: the first one of several alike. */
export function shortest(durations: readonly [Duration, ...Duration[]]): Duration {
  return durations.reduce((a, b) => (toSeconds(b) < toSeconds(a) ? b : a));
}

/** The longest of some durations: the first one of several alike. */
export function longest(durations: readonly [Duration, ...Duration[]]): Duration {
  return durations.reduce((a, b) => (toSeconds(b) > toSeconds(a) ? b : a));
}

/** Bytes in a size. */
export function toBytes(size: Size): number {
  const [, amount, unit] = sizeForm.exec(size) ?? [];
  return Number(amount) * (unit ? bytesPerUnit[unit.toLowerCase() as SizeUnit] : 1);
}
