import { listed } from "../model/listed.ts";

/** The known name that an unknown one most likely misspells. */
export function closest(unknown: string, known: readonly string[]): string | undefined {
  const folded = fold(unknown);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const most = Math.min(tolerance(Math.max(unknown.length, name.length)), least - 1);
    const other = fold(name);
    if (most === 0 && other !== folded) continue;
    if (Math.abs(other.length - folded.length) > most) continue;
    const distance = editDistance(folded, other);
    if (distance > most) continue;
    [best, least] = [name, distance];
    if (distance === 0) break;
  }
  return best;
}

/** Unknown names that get a suggestion: no more are told, and each costs a look at every known name. */
export const mostHints = 50;

/** {@link hint} for many unknown names: the first get one. */
export function fewHints(most = mostHints): typeof hint {
  let left = most;
  return (unknown, known) => (left-- > 0 ? hint(unknown, known) : "");
}

/** ` (did you mean "web"?)`, else ` (there are: a, b)`: follows an unknown name. */
export function hint(unknown: string, known: readonly string[]): string {
  const near = closest(unknown, known);
  if (near !== undefined) return ` (did you mean "${near}"?)`;
  return known.length === 0 ? " (there are none)" : ` (there are: ${listed(known)})`;
}

/**
 * Insertions, deletions, substitutions and swaps of neighbours between two strings, none of them inside
 * another (optimal string alignment).
 */
export function editDistance(a: string, b: string): number {
  // Config keys are short: a longer name is not a typing mistake, and would cost time squared.
  if (Math.max(a.length, b.length) > 100) return Number.POSITIVE_INFINITY;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          cell(last, j) + 1,
          cell(row, j - 1) + 1,
          cell(last, j - 1) + (same ? 0 : 1),
          swapped ? cell(beforeLast, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = row;
  }
  return cell(last, b.length);
}

/** One mistake in short names, one in every three characters of longer ones. */
function tolerance(length: number): number {
  return length < 3 ? 0 : Math.max(1, Math.floor(length / 3));
}

/** `host-network` and `hostnetwork` are both meant as `hostNetwork`. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, "");
}

function cell(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
