/** Characters as the bits of a number, without case; what is not printable ASCII is one more of them. */
export type Characters = bigint;

const other = 127;

export const none: Characters = 0n;

export const every: Characters = charactersBetween(33, 126) | (1n << BigInt(other));

export function character(char: string): Characters {
  const code = char.toLowerCase().charCodeAt(0);
  return 1n << BigInt(code > 32 && code < other ? code : other);
}

/** Both ends included. */
export function charactersBetween(first: number, last: number): Characters {
  let all = none;
  for (let code = first; code <= last; code++) all |= character(String.fromCharCode(code));
  return all;
}

const digits = charactersBetween(48, 57);
const word = digits | charactersBetween(97, 122) | character("_");

/** What a backslash and a letter stand for. */
export const shorthands: Readonly<Record<string, Characters>> = {
  d: digits,
  D: every & ~digits,
  w: word,
  W: every & ~word,
};
