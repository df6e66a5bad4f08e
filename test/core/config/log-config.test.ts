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
