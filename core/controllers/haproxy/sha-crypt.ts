import { createHash } from "node:crypto";

/**
 * A password as HAProxy's userlists and htpasswd files take it: SHA-256 crypt, `$5$rounds=…$salt$hash`.
 *
 * 1,000 rounds is the minimum: HAProxy computes them for every request, in the thread that serves connections, and a
 * random password of 32 characters is protected by its length.
 * @param salt up to 16 letters, digits, "." and "/"
 * @see https://www.akkadia.org/drepper/SHA-crypt.txt
 */
export function shaCrypt(password: string, salt: string, rounds = 1000): string {
  const key = Buffer.from(password);
  const seed = Buffer.from(salt.slice(0, 16));
  const alternate = sha(key, seed, key);
  const first = sha(key, seed, repeated(alternate, key.length), ...bitsOf(key.length, alternate, key));
  const p = repeated(sha(...Array.from({ length: key.length }, () => key)), key.length);
  const s = repeated(sha(...Array.from({ length: 16 + (first[0] ?? 0) }, () => seed)), seed.length);
  let digest = first;
  for (let round = 0; round < rounds; round++) {
    digest = sha(
      round % 2 === 1 ? p : digest,
      ...(round % 3 === 0 ? [] : [s]),
      ...(round % 7 === 0 ? [] : [p]),
      round % 2 === 1 ? digest : p,
    );
  }
  return `$5$rounds=${rounds}$${seed}$${encoded(digest)}`;
}

function sha(...parts: readonly Buffer[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function repeated(block: Buffer, length: number): Buffer {
  return Buffer.alloc(length, length === 0 ? undefined : block);
}

/** One part a bit of the password's length, the lowest first. */
function bitsOf(length: number, ifOne: Buffer, ifZero: Buffer): readonly Buffer[] {
  return length === 0 ? [] : [length % 2 === 1 ? ifOne : ifZero, ...bitsOf(length >> 1, ifOne, ifZero)];
}

const alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The order in which the format takes the digest's bytes, three at a time. */
const order = [
  [0, 10, 20],
  [21, 1, 11],
  [12, 22, 2],
  [3, 13, 23],
  [24, 4, 14],
  [15, 25, 5],
  [6, 16, 26],
  [27, 7, 17],
  [18, 28, 8],
  [9, 19, 29],
] as const;

function encoded(digest: Buffer): string {
  const byte = (index: number) => digest[index] ?? 0;
  const groups = order.map(([a, b, c]) => letters((byte(a) << 16) | (byte(b) << 8) | byte(c), 4));
  return [...groups, letters((byte(31) << 8) | byte(30), 3)].join("");
}

function letters(value: number, count: number): string {
  return Array.from({ length: count }, (_, index) => alphabet.charAt((value >> (6 * index)) & 63)).join("");
}
