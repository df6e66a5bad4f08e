import { RunError } from "@pulumi/pulumi";
import test from "ava";
import { parseOutputs, readExposure } from "../../components/read-exposure.ts";

const complete = { version: 1, classes: {}, services: {}, failover: [], logDirectories: {} };

const stackWith = (outputs: Readonly<Record<string, unknown>>) => ({
  getOutputDetails: async (name: string) => (name in outputs ? { value: outputs[name] } : {}),
});

test("the outputs of this version come back as they are", async (t) => {
  t.deepEqual(await readExposure(stackWith(complete)), complete as never);
});

test("a stack without exposure outputs is refused in one sentence and without a stack trace", async (t) => {
  const error = await t.throwsAsync(readExposure(stackWith({})));
  t.true(RunError.isInstance(error));
  t.is(
    error?.message,
    "the referenced stack exports no exposure outputs (no `version`): check its name, and run `pulumi up` on it once",
  );
});

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
    t.deepEqual(parseOutputs(outputs), { problem });
  });
}
