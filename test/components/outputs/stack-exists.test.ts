import { RunError } from "@pulumi/pulumi";
import test from "ava";
import { assertStackExists } from "../../../components/outputs/stack-exists.ts";

const stack = "organization/exposure/prod";
const failing = (message: string) => () => Promise.reject(new Error(message));

test("a stack that is there is passed", async (t) => {
  const asked: string[] = [];
  await assertStackExists(stack, "demo:exposure", async (name) => asked.push(name));
  t.deepEqual(asked, [stack]);
});

test("a stack that is not there is named with the way out", async (t) => {
  const error = await t.throwsAsync(
    assertStackExists(stack, "demo:exposure", failing(`unknown stack "${stack}"`)),
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
