/**
 * A text of JSON that reads the same by the engine's YAML, which takes ten times as long; undefined for any other. Keys are
 * in the order in which the engine has them.
 */
export function plainJson(text: string): { readonly value: unknown } | undefined {
  if (!/^[\n\u0020-\u005b\u005d-\u007e]*$/.test(text) || text.includes('"<<"')) return undefined;
  const value = parsed(text);
  // Other spellings of numbers, and keys that are there twice, do not come back as they were written.
  const isCanonical = value !== undefined && JSON.stringify(value) === text.replaceAll(blanks, "$1");
  if (!isCanonical) return undefined;
  const bare = text.replaceAll(texts, '""');
  return isOrdinary(text, bare) ? { value: sorted(value) } : undefined;
}

const texts = /"[^"\n]*"/g;
const blanks = /("[^"\n]*")|[ \n]+/g;

/** Whole numbers that YAML reads as such, keys that it does not find too long, and no more depth than a service has. */
function isOrdinary(text: string, bare: string): boolean {
  return (
    !/\d{16}|\d[.eE]/.test(bare) && !/"[^"\n]{1000}/.test(text) && [...bare.matchAll(/[[{]/g)].length <= 200
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
