import { RunError } from "@pulumi/pulumi";
import test from "ava";
import { showUserErrors } from "../../components/user-errors.ts";
import { ConfigError } from "../../core/model/problems.ts";

test("a problem of the configuration is shown by the engine as its message alone", async (t) => {
  const problem = { path: "services.web.hosts", code: "missing", message: "is missing" };
  const error = await t.throwsAsync(
    showUserErrors(async () => {
      throw new ConfigError([problem]);
    }),
  );
  t.true(RunError.isInstance(error));
  t.is(error?.message, "services.web.hosts: is missing");
});

test("any other error keeps its stack trace", async (t) => {
  const fault = new TypeError("x is not a function");
  const error = await t.throwsAsync(
    showUserErrors(async () => {
      throw fault;
    }),
  );
  t.is(error, fault);
});

test("a program that succeeds returns its outputs", async (t) => {
  t.deepEqual(await showUserErrors(async () => ({ version: 1 })), { version: 1 });
});
