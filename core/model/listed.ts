/**
 * Names separated by commas.
 * @param most how many are named; the others are counted
 */
export function listed(names: readonly string[], most = 30): string {
  const more = names.length - most;
  return names.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/**
 * The first of some sentences, and one that counts the others: what a person is told has an end.
 * @param most how many are told in full
 */
export function firstOf(sentences: readonly string[], most = 50): readonly string[] {
  const more = sentences.length - most;
  return more > 0 ? [...sentences.slice(0, most), `and ${more} more`] : sentences;
}

/** A text whose middle is left out where it is long: both ends say what it is. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor((most - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(-half)}`;
}
