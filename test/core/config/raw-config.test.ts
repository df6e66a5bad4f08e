import test from "ava";
import { isSameConfig, type RawConfig } from "../../../core/config/raw-config.ts";

const written = { "exposure:catalog": "services", "exposure:failover": "none" };

for (const [what, handed, same] of [
  ["the same values", written, true],
  [
    "the empty defaults of Pulumi.yaml too",
    { ...written, "exposure:edge": "", "exposure:classes": "{}" },
    true,
  ],
  ["keys of other projects too", { ...written, "aws:region": "x" }, true],
  ["another value", { ...written, "exposure:failover": "all" }, false],
  ["a default that is not empty", { ...written, "exposure:context": "prod" }, false],
  ["fewer keys", { "exposure:failover": "none" }, false],
  ["an empty value in place of one", { ...written, "exposure:catalog": "" }, false],
] as const satisfies readonly (readonly [string, RawConfig, boolean])[]) {
  test(`an engine that hands over ${what} ${same ? "says the same as" : "differs from"} the stack file`, (t) => {
    t.is(isSameConfig(written, handed, "exposure"), same);
  });
}
