import test from "ava";
import { logConfig } from "../../../core/config/log-config.ts";
import { toldIn } from "../../told-problems.ts";

const refused: readonly (readonly [string, unknown])[] = [
  ["buffer", { buffer: "0" }],
  ["rotate.every", { rotate: { every: "500ms" } }],
  ["rotate.size", { rotate: { size: "0" } }],
  ["rotate.keep", { rotate: { keep: 0 } }],
];

for (const [key, logs] of refused) {
  test(`logs refuse ${key} of ${JSON.stringify(logs)}`, (t) => {
    t.deepEqual(toldIn(logConfig.parse(logs, "logs")), [`logs.${key}: wrong-value`]);
  });
}

for (const [fields, told] of [
  [{ "a b": "x" }, ['logs.fields["a b"]: wrong-key']],
  [{ a: 'say "x"' }, ["logs.fields.a: wrong-value"]],
  [{ a: "it's" }, ["logs.fields.a: wrong-value"]],
  [{ a: "\\n" }, ["logs.fields.a: wrong-value"]],
  [{ a: "x\ny" }, ["logs.fields.a: wrong-value"]],
  [{ "x.tenant-id": "$http_x_tenant; {}" }, []],
] as const) {
  test(`logs with fields ${JSON.stringify(fields)} are ${told.length === 0 ? "taken" : "refused"}`, (t) => {
    t.deepEqual(toldIn(logConfig.parse({ fields }, "logs")), [...told]);
  });
}
