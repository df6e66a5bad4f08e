/**
 * Text from outside as a terminal, a table and a comment can show it, in one line: control characters, line breaks and
 * what changes the direction of text or cannot be seen come out as escapes.
 */
export function printable(text: string): string {
  return text.replaceAll(hidden, escaped);
}

/** The same for text of several lines, which stay lines. */
export function printableLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replaceAll("\r", "").split("\t").map(printable).join("\t"))
    .join("\n");
}

/** A word of a command for a POSIX shell to copy: as it is, or in quotes. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // Only bash and zsh have a form for these.
  if (printable(word) !== word) return `$'${word.replaceAll(/[\\']/g, "\\$&").replaceAll(hidden, escaped)}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Control, format and surrogate characters, separators of lines, and what is no character. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

const short: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const form = code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  return short.get(character) ?? form;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
