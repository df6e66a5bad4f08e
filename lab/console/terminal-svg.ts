/** Pixels: of a character, of a line, and around the text. */
const character = 8.43;
const line = 19;
const margin = 16;

/** A line of a terminal whose first characters say what it is. */
const colours: readonly (readonly [pattern: RegExp, colour: string])[] = [
  [/^\$ /, "#ffffff"],
  [/^✔ /, "#7ee787"],
  [/^✘ /, "#ff7b72"],
  [/^ {2}(curl|kubectl) /, "#79c0ff"],
  [/^…$/, "#8b949e"],
];

/**
 * A terminal as a picture: the text as text, which can be searched and copied.
 * @param width characters; what is longer is broken
 */
export function terminalSvg(text: string, width: number): string {
  const rows = text
    .trimEnd()
    .split("\n")
    .flatMap((row) => broken(row, width));
  const [x, y] = [Math.ceil(width * character + 2 * margin), rows.length * line + 2 * margin];
  const lines = rows.map(([colour, words], index) =>
    words === ""
      ? ""
      : `<text x="${margin}" y="${margin + (index + 1) * line - 5}" fill="${colour}">${escaped(words)}</text>\n`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${x}" height="${y}" viewBox="0 0 ${x} ${y}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14" xml:space="preserve">
${lines.join("")}</g>
</svg>
`;
}

function broken(row: string, width: number): readonly (readonly [colour: string, words: string])[] {
  const colour = colours.find(([pattern]) => pattern.test(row))?.[1] ?? "#c9d1d9";
  const parts = row.match(new RegExp(`.{1,${width}}`, "gu")) ?? [""];
  return parts.map((part) => [colour, part]);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
