import test from "ava";
import { f5Dialect } from "../../../../core/controllers/f5/dialect.ts";
import { ingressNginxDialect } from "../../../../core/controllers/ingress-nginx/dialect.ts";
import { type SnippetBlock, snippetBlocks } from "../../../../core/controllers/nginx/config-map.ts";
import { keysOf, knobNames, nginxSize } from "../../../../core/controllers/nginx/knobs.ts";
import type { Size } from "../../../../core/model/units.ts";
import { everyKnob } from "../every-knob.ts";

for (const { title, knobs, keys, profiles, settingKeys, template } of [f5Dialect, ingressNginxDialect]) {
  const byKey = (block: SnippetBlock) => Object.values(template.byKey[block]).flat();
  const unknown = (names: readonly string[]) => names.filter((name) => !keys.includes(name));

  test(`${title}: its table has the knobs in the model's order`, (t) => {
    t.deepEqual<readonly string[], readonly string[]>(knobNames(knobs), Object.keys(everyKnob));
  });

  test(`${title}: every key a knob is written to is one the controller reads`, (t) => {
    t.deepEqual(unknown(knobNames(knobs).flatMap((knob) => keysOf(knobs, knob))), []);
  });

  test(`${title}: every key a typed setting decides is one the controller reads`, (t) => {
    t.deepEqual(unknown(Object.values(settingKeys).flat()), []);
  });

  test(`${title}: no knob is a directive that the controller's template writes already`, (t) => {
    const directives = Object.values(knobs).flatMap((rendering) =>
      rendering.as === "directive" ? [rendering.directive] : [],
    );
    t.deepEqual(
      directives.filter((name) => name in template.always.http || byKey("http").includes(name)),
      [],
    );
  });

  test(`${title}: every key its template writes a directive for is one the controller reads`, (t) => {
    const names = snippetBlocks.flatMap((block) => Object.keys(template.byKey[block]));
    t.true(names.length > 0);
    t.deepEqual(unknown(names), []);
  });

  test(`${title}: no directive is written both always and for a key`, (t) => {
    for (const block of snippetBlocks) {
      t.deepEqual(
        byKey(block).filter((name) => name in template.always[block]),
        [],
      );
    }
  });

  test(`${title}: the default profile sets no knob, and high sets only knobs that exist`, (t) => {
    t.deepEqual(profiles.default, {});
    t.deepEqual(
      knobNames(knobs).filter((knob) => profiles.high[knob] !== undefined && knobs[knob].as === "missing"),
      [],
    );
  });
}

test("sizes are written in the form that nginx accepts everywhere", (t) => {
  const sizes: readonly Size[] = ["512", "64k", "16m", "2g", "0"];
  t.deepEqual(sizes.map(nginxSize), ["512", "64k", "16m", "2048m", "0"]);
});
