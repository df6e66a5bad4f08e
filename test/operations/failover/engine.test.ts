import {
  CommandError,
  ConcurrentUpdateError,
  type EngineEvent,
  type OpMap,
  type Stack,
  type UpOptions,
} from "@pulumi/pulumi/automation/index.js";
import test from "ava";
import { runEngine } from "../../../operations/failover/engine.ts";

const target = { name: "a-ingress", apiVersion: "networking.k8s.io/v1", kind: "Ingress" };
const update = { partial: false, creates: false };

interface Told {
  readonly severity: string;
  readonly message: string;
}

/** A stack whose update shows this and ends so; what it was asked for. */
function stackOf(told: readonly Told[], end: Error | OpMap) {
  const asked: UpOptions[] = [];
  const stack = {
    name: "x",
    workspace: { workDir: "/a folder", envVars: { GOGC: "400", HOME: "/home/me" } },
    up: async (options: UpOptions) => {
      asked.push(options);
      const tell = (event: object) => options.onEvent?.(event as EngineEvent);
      for (const diagnosticEvent of told) tell({ diagnosticEvent });
      if (end instanceof Error) throw end;
      tell({ summaryEvent: { resourceChanges: end } });
    },
  };
  return { stack: stack as unknown as Stack, asked };
}

const error = (message: string): Told => ({ severity: "error", message });
const failed = () => new CommandError("code: 255\n stdout: \nerror: update failed");

for (const [what, told, end, errors] of [
  [
    "errors, each once, without the engine's marks",
    [error("<{%reset%}>no such thing<{%reset%}>\n"), error("no such thing"), error("another")],
    failed(),
    ["no such thing", "another"],
  ],
  [
    "the sentence of the check alone",
    [error('before hook "exposure-preflight" failed: service "a" is not switched')],
    failed(),
    ['service "a" is not switched'],
  ],
  [
    "the sentence of the check in a preview",
    [error('Preview failed: before hook "exposure-preflight" failed: service "a" is not switched')],
    failed(),
    ['service "a" is not switched'],
  ],
  [
    "the cause, and not what follows from it",
    [
      error("no such thing"),
      error("update failed"),
      error("Unhandled exception: Error: failed to register new resource a"),
    ],
    failed(),
    ["no such thing"],
  ],
  [
    "its last line where it shows no error",
    [{ severity: "warning", message: "odd" }],
    new CommandError("code: 255\n stderr: \nerror: no plugin\n"),
    ["error: no plugin"],
  ],
  [
    "its last line where it shows only what follows",
    [error("update failed")],
    new CommandError("code: 255\nerror: killed"),
    ["error: killed"],
  ],
  [
    "the way out of a lock, for a shell",
    [error("the stack is currently locked by 1 lock(s)")],
    new ConcurrentUpdateError("code: 255\nthe stack is currently locked"),
    [
      "another update of stack x holds its lock: wait for it to end and run the command again; if it was killed, `pulumi cancel -C '/a folder' -s x` takes the lock back",
    ],
  ],
] as const) {
  test(`of an update that fails is told: ${what}`, async (t) => {
    const { stack } = stackOf(told, end);
    const run = await runEngine(stack, { name: "exposure" }, [target], update);
    t.deepEqual(run, { ok: false, changes: {}, errors });
  });
}

test("an error that is not the engine's is not taken for a refusal", async (t) => {
  const { stack } = stackOf([], new TypeError("ours"));
  await t.throwsAsync(runEngine(stack, { name: "exposure" }, [target], update), { instanceOf: TypeError });
});

test("of an update that goes well the changes count, without what stayed and what was only read", async (t) => {
  const { stack, asked } = stackOf([error("told and passed")], {
    same: 9,
    read: 1,
    discard: 1,
    update: 2,
    create: 0,
  });
  const { signal } = new AbortController();
  const run = await runEngine(stack, { name: "exposure" }, [target], { ...update, partial: true, signal });
  t.deepEqual(run, { ok: true, changes: { update: 2 }, errors: [] });
  const urn =
    "urn:pulumi:x::exposure::exposure:index:ServiceIngress$kubernetes:networking.k8s.io/v1:Ingress::a-ingress";
  t.like(asked[0], { target: [urn], continueOnError: true, refresh: false, signal });
});

for (const [what, options, env] of [
  ["objects that change", update, { PULUMI_SKIP_CHECKPOINTS: "true" }],
  ["objects that come into being", { ...update, creates: true }, {}],
] as const) {
  test(`the engine's environment for ${what}`, async (t) => {
    const { stack } = stackOf([], {});
    await runEngine(stack, { name: "exposure" }, [target], options);
    t.deepEqual(stack.workspace.envVars, { GOGC: "400", HOME: "/home/me", ...env });
  });
}
