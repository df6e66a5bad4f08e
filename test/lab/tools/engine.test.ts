import test from "ava";
import { whyEngineUnusable } from "../../../lab/tools/engine.ts";

for (const [reported, reason] of [
  ["v3.256.0", undefined],
  ["v3.270.0", undefined],
  [
    "v3.255.9",
    "the pulumi on PATH is v3.255.9, older than v3.256.1, the oldest this program was tested with",
  ],
  ["v4.0.0", "the pulumi on PATH is v4.0.0, the SDK is for 3.x"],
  ["dev", 'the pulumi on PATH says "dev" for its version'],
] as const) {
  test(`an installed engine ${reported}: ${reason ?? "serves"}`, (t) => {
    t.is(whyEngineUnusable(reported, "v3.256.1"), reason);
  });
}
