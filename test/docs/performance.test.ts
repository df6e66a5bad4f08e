import { readFileSync } from "node:fs";
import test from "ava";
import { type KnobName, knobNames, renderingOf } from "../../core/controllers/nginx/knobs.ts";
import { knobsOf } from "../../core/controllers/nginx/profiles.ts";
import { type ClassControllerName, classControllerNames } from "../../core/model/controllers.ts";

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
    knobNames.map((knob) => `\`${knob}\``),
  );
  for (const [knob, meaning = ""] of rows) t.regex(meaning, /\. Default: ./, knob);
});

for (const [index, dialect] of classControllerNames.entries()) {
  test(`docs/performance.md says how each knob reaches ${dialect}`, (t) => {
    t.deepEqual(
      rows.map((cells) => cells[2 + index]),
      knobNames.map((knob) => way(knob, dialect)),
    );
  });
}

test("docs/performance.md gives the values of the high profile, and a reason for each", (t) => {
  t.deepEqual(
    rows.map((cells) => cells[4]),
    knobNames.map(high),
  );
  const reasons = [...page.matchAll(/^\| `(\w+)` \| [^|]+ \|$/gm)].map(([, knob]) => knob);
  t.deepEqual(
    reasons,
    knobNames.filter((knob) => high(knob) !== ""),
  );
});

function way(knob: KnobName, dialect: ClassControllerName): string {
  const rendering = renderingOf(knob, dialect);
  if (rendering.as === "missing") return "–";
  if (rendering.as === "directive") return `\`${rendering.directive}\` in http`;
  return rendering.keys.map((key) => `\`${key}\``).join(", ");
}

function high(knob: KnobName): string {
  const f5 = knobsOf("f5", { profile: "high" })[knob];
  const ingressNginx = knobsOf("ingress-nginx", { profile: "high" })[knob];
  if (f5 === ingressNginx) return String(f5 ?? "");
  return ingressNginx === undefined ? `${f5} (F5)` : `${f5} (F5), ${ingressNginx} (ingress-nginx)`;
}
