export interface Bar {
  readonly label: string;
  readonly value: number;
}

export interface Group {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const width = 760;
const labelWidth = 250;
const barHeight = 18;
const gap = 6;
const titleHeight = 34;

/** A bar chart as SVG, readable on light and dark pages. Each group has its own scale. */
export function barChart(groups: readonly Group[]): string {
  let y = 0;
  const parts: string[] = [];
  for (const { title, bars } of groups) {
    y += titleHeight;
    parts.push(text(0, y - 10, title, "font-weight:bold"));
    const largest = Math.max(...bars.map(({ value }) => value), 1);
    for (const { label, value } of bars) {
      const length = Math.round(((width - labelWidth - 90) * value) / largest);
      parts.push(
        text(labelWidth - 8, y + 13, label, "text-anchor:end"),
        `<rect x="${labelWidth}" y="${y}" width="${length}" height="${barHeight}" fill="#4c78a8"/>`,
        text(labelWidth + length + 6, y + 13, Math.round(value).toLocaleString("en-US"), ""),
      );
      y += barHeight + gap;
    }
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + 8}" viewBox="0 0 ${width} ${y + 8}" role="img">`,
    "<style>text{font:13px sans-serif;fill:#555}@media(prefers-color-scheme:dark){text{fill:#bbb}}</style>",
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

function text(x: number, y: number, content: string, style: string): string {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${x}" y="${y}"${style === "" ? "" : ` style="${style}"`}>${escaped}</text>`;
}
