import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import test, { type ExecutionContext } from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { decryptedConfig, runEngine } from "../../../operations/failover/engine.ts";
import { findPulumi } from "../../../operations/failover/find-pulumi.ts";
import { openStack } from "../../../operations/failover/open-stack.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

interface Choice {
  /** What `pulumi` does; there is none where it is undefined. */
  readonly script: string | undefined;
  /** What is done with the stack. */
  readonly use: (stack: Stack) => Promise<unknown>;
}

/** What is told of a stack that cannot be used, by the Automation API. */
async function refusal(t: ExecutionContext, { script, use }: Choice): Promise<string> {
  const workDir = await temporaryFolder(t);
  writeFileSync(join(workDir, "Pulumi.yaml"), "name: exposure\nruntime: nodejs\n");
  writeFileSync(join(workDir, "Pulumi.x.yaml"), "config: {}\n");
  const pulumi = join(workDir, "pulumi");
  if (script !== undefined)
    writeFileSync(pulumi, `#!/bin/sh\necho "$1" >> "$(dirname "$0")/calls"\n${script}\n`);
  if (script !== undefined) chmodSync(pulumi, 0o700);
  const path = process.env.PATH;
  process.env.PATH = script === undefined ? workDir : `${workDir}:/usr/bin:/bin`;
  t.teardown(() => {
    process.env.PATH = path;
  });
  const choice = { stackName: "x", program: async () => {}, workDir, command: findPulumi() };
  const { message } = await t.throwsAsync(async () => use(await openStack(choice)), {
    instanceOf: UserError,
  });
  return message.replaceAll(workDir, "<folder>");
}

const nothing = async () => {};
const update = (stack: Stack) =>
  runEngine(stack, { name: "exposure" }, [], { partial: false, creates: false });
const answering = (answer: string) => `case "$1" in version) echo v3.256.0;; *) ${answer};; esac`;
const unknown = answering(`echo "error: no stack named 'x' found" >&2; exit 6`);
const noStack =
  'Pulumi\'s backend has no stack "x" of this project, though there is a Pulumi.x.yaml: `pulumi stack ls -C <folder>` shows the stacks that are there, `pulumi whoami -v` the backend; nothing was switched';

for (const [what, script, use, sentence] of [
  [
    "no pulumi on PATH",
    undefined,
    nothing,
    "there is no pulumi on PATH: install Pulumi's CLI, or add its folder to PATH; nothing was switched",
  ],
  ["an update of a stack that does not exist", unknown, update, noStack],
  ["the configuration of a stack that does not exist", unknown, decryptedConfig, noStack],
  [
    "a pulumi that is too old",
    "echo v2.0.0",
    nothing,
    /^the engine cannot open stack x: Minimum version requirement failed\. .*; nothing was switched$/,
  ],
] as const) {
  test.serial(`${what} is one sentence`, async (t) => {
    const said = await refusal(t, { script, use });
    if (typeof sentence === "string") t.is(said, sentence);
    else t.regex(said, sentence);
  });
}

test.serial("an update starts pulumi twice: for its version, and for the update", async (t) => {
  const script = answering(`echo $(cat "$(dirname "$0")/calls") >&2; exit 1`);
  const said = await refusal(t, {
    script,
    use: async (stack) => {
      const { errors } = await update(stack);
      throw new UserError(errors.join());
    },
  });
  t.is(said, "version up");
});
