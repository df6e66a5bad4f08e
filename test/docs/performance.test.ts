import { readFileSync } from "node:fs";
import test from "ava";
import { f5Dialect } from "../../core/controllers/f5/dialect.ts";
import { ingressNginxDialect } from "../../core/controllers/ingress-nginx/dialect.ts";
import { type KnobName, type KnobTable, knobNames } from "../../core/controllers/nginx/knobs.ts";

const names = knobNames(f5Dialect.knobs);
const page = readFileSync("docs/performance.md", "utf8");
const rows = page
  .split("\n")
  .filter((line) => /^\| `[a-zA-Z0-9]+` \|.*\|.*\|.*\|.*\|$/.test(line))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test("docs/performance.md has one row for every knob, in the code's order, each with its default", (t) => {
  t.deepEqual(
    rows.map(([knob]) => knob),
    names.map((knob) => `\`${knob}\``),
  );
  for (const [knob, meaning = ""] of rows) t.regex(meaning, /\. Default: ./, knob);
});

for (const [index, { title, knobs }] of [f5Dialect, ingressNginxDialect].entries()) {
  test(`docs/performance.md says how each knob reaches ${title}`, (t) => {
    t.deepEqual(
      rows.map((cells) => cells[2 + index]),
      names.map((knob) => way(knob, knobs)),
    );
  });
}

test("docs/performance.md gives the values of the high profile, and a reason for each", (t) => {
  t.deepEqual(
    rows.map((cells) => cells[4]),
    names.map(high),
  );
  const reasons = [...page.matchAll(/^\| `(\w+)` \| [^|]+ \|$/gm)].map(([, knob]) => knob);
  t.deepEqual(
    reasons,
    names.filter((knob) => high(knob) !== ""),
  );
});

function way(knob: KnobName, table: KnobTable): string {
  const rendering = table[knob];
  if (rendering.as === "missing") return "–";
  if (rendering.as === "directive") return `\`${rendering.directive}\` in http`;
  return rendering.keys.map((key) => `\`${key}\``).join(", ");
}

function high(knob: KnobName): string {
  const f5 = f5Dialect.profiles.high[knob];
  const ingressNginx = ingressNginxDialect.profiles.high[knob];
  if (f5 === ingressNginx) return String(f5 ?? "");
  return ingressNginx === undefined ? `${f5} (F5)` : `${f5} (F5), ${ingressNginx} (ingress-nginx)`;
}
