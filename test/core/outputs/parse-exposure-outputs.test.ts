import test from "ava";
import { parseExposureOutputs } from "../../../core/outputs/parse-exposure-outputs.ts";

const complete = { version: 1, classes: {}, services: {}, failover: [], logDirectories: {} };

const refused: readonly [string, Readonly<Record<string, unknown>>, string][] = [
  [
    "a newer version",
    { ...complete, version: 2 },
    "the referenced stack exports exposure outputs of version 2, this reader knows up to 1: update this project's copy of exposure",
  ],
  [
    "a version that is no number",
    { ...complete, version: "one" },
    'expected the referenced stack\'s `version` to be a whole number, got "one"',
  ],
  [
    "outputs of an update that broke off",
    { version: 1, classes: {}, failover: [] },
    "the referenced stack's outputs lack services, logDirectories: run `pulumi up` on it once more",
  ],
];

for (const [title, outputs, problem] of refused) {
  test(`${title} is refused with the way out`, (t) => {
    t.deepEqual(parseExposureOutputs(outputs), { problem });
  });
}
