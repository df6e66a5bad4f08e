import { RunError } from "@pulumi/pulumi";
import test from "ava";
import { assertStackExists, readStackOutputs } from "../../components/stack-outputs.ts";

const stack = "organization/exposure/prod";
const failing = (message: string) => () => Promise.reject(new Error(message));

test("an existing stack is accepted, even without outputs", async (t) => {
  const names: string[] = [];
  const read = async (name: string) => {
    names.push(name);
    return {};
  };
  await assertStackExists(stack, "demo:exposure", read);
  t.deepEqual(names, [stack]);
});

test("a missing stack is refused with its name and the fix", async (t) => {
  const error = await t.throwsAsync(
    assertStackExists(stack, "demo:exposure", async () => undefined),
    { instanceOf: RunError },
  );
  t.is(
    error?.message,
    'there is no stack "organization/exposure/prod": run `pulumi up` on it first, or set demo:exposure to the full name of another; nothing was changed',
  );
});

test("any other failure is left to the StackReference", async (t) => {
  await t.notThrowsAsync(assertStackExists(stack, "demo:exposure", failing("no credentials")));
});

test("the engine's error for a missing stack is distinguished from other errors", async (t) => {
  const invocations: unknown[] = [];
  const invoke = async (token: string, args: unknown) => {
    invocations.push([token, args]);
    return { outputs: { version: 1 } };
  };
  t.deepEqual(await readStackOutputs(stack, invoke), { version: 1 });
  t.deepEqual(invocations, [["pulumi:pulumi:readStackOutputs", { name: stack }]]);
  t.deepEqual(await readStackOutputs(stack, async () => ({})), {});
  t.is(await readStackOutputs(stack, failing(`unknown stack "${stack}"`)), undefined);
  await t.throwsAsync(readStackOutputs(stack, failing("no credentials")), { message: "no credentials" });
});
