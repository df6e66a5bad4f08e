import { wrong } from "./expected.ts";

/**
 * Bytes a header's value may have. nginx reads a parameter of its configuration into a buffer of 4,096 bytes and does not
 * start with a longer one; the rest is for the quotes and, where name and value are one parameter, for the name.
 * @see https://github.com/nginx/nginx/blob/release-1.31.3/src/core/ngx_conf_file.c NGX_CONF_BUFFER
 */
const longestValue = 4000;

/** Characters a header's name may have. */
const longestName = 64;

/** What is wrong with a header's name. */
export function headerNameProblem(name: string): string | undefined {
  return tokenProblem("a header's name", longestName)(name);
}

/** What is wrong with a header's value: what ends a quoted string or a line, is not printed, or is too long. */
export function headerValueProblem(value: string): string | undefined {
  return lineProblem("a header's value", longestValue)(value);
}

/** What is wrong with the realm of a password question. */
export const realmProblem = lineProblem("a realm", 256);

/** What is wrong with a cookie's name. */
export const cookieNameProblem = tokenProblem("a cookie's name", longestName);

function tokenProblem(expected: string, longest: number): (value: string) => string | undefined {
  const form = /^[A-Za-z0-9_-]+$/;
  return (value) =>
    form.test(value) && value.length <= longest
      ? undefined
      : wrong(`${expected} (at most ${longest} letters, digits, "-" and "_")`, value);
}

function lineProblem(expected: string, longest: number): (value: string) => string | undefined {
  return (value) => {
    const refused = [...value].find((character) => unprintable.test(character) || `"\\`.includes(character));
    if (refused !== undefined)
      return `${wrong(expected, value)}: ${characterInWords(refused)} is not allowed`;
    if (value.trim() !== value) return `${wrong(expected, value)}: it begins or ends with a space`;
    const bytes = Buffer.byteLength(value);
    return bytes <= longest
      ? undefined
      : `${wrong(`${expected} of at most ${longest} bytes`, value)} (${bytes} bytes)`;
  };
}

/**
 * Everything but letters, marks, numbers, punctuation, symbols and the space: what Go's `%q`, by which F5 writes values,
 * turns into an escape that nginx sends literally.
 */
const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u;

/** Quotes and backslashes as JSON, others by their code point: they may not be visible. */
function characterInWords(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0x20 && code < 0x7f
    ? JSON.stringify(character)
    : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
