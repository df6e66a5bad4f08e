import { RunError } from "@pulumi/pulumi";
import test from "ava";
import { readExposure } from "../../components/read-exposure.ts";

const complete = { version: 1, classes: {}, services: {}, failover: [], logDirectories: {} };

const stackWith = (outputs: Readonly<Record<string, unknown>>) => ({
  getOutputDetails: async (name: string) => (name in outputs ? { value: outputs[name] } : {}),
});

test("outputs of this version are returned unchanged", async (t) => {
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
