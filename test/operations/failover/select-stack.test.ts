import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { selectStack } from "../../../operations/failover/select-stack.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** The Automation API with a `pulumi` that answers so; none where it is undefined. */
async function open(t: ExecutionContext, script: string | undefined): Promise<string> {
  const workDir = await temporaryFolder(t);
  writeFileSync(join(workDir, "Pulumi.yaml"), "name: exposure\nruntime: nodejs\n");
  writeFileSync(join(workDir, "Pulumi.x.yaml"), "config: {}\n");
  const pulumi = join(workDir, "pulumi");
  if (script !== undefined) writeFileSync(pulumi, `#!/bin/sh\n${script}\n`);
  if (script !== undefined) chmodSync(pulumi, 0o700);
  const path = process.env.PATH;
  process.env.PATH = script === undefined ? workDir : `${workDir}:/usr/bin:/bin`;
  t.teardown(() => {
    process.env.PATH = path;
  });
  const choice = { stackName: "x", projectName: "exposure", program: async () => {}, workDir };
  const { message } = await t.throwsAsync(selectStack(choice), { instanceOf: UserError });
  return message.replaceAll(workDir, "<folder>");
}

const selecting = (answer: string) => `case "$1" in version) echo v3.256.0;; *) ${answer};; esac`;

for (const [what, script, sentence] of [
  [
    "no pulumi on PATH",
    undefined,
    "there is no pulumi on PATH: install Pulumi's CLI, or add its folder to PATH; nothing was switched",
  ],
  [
    "a stack that does not exist",
    selecting(`echo "error: no stack named 'x' found" >&2; exit 6`),
    'Pulumi\'s backend has no stack "x" of this project, though there is a Pulumi.x.yaml: `pulumi stack ls -C <folder>` shows the stacks that are there, `pulumi whoami -v` the backend; nothing was switched',
  ],
  [
    "no login",
    selecting('echo "error: PULUMI_ACCESS_TOKEN must be set" >&2; exit 3'),
    "the engine cannot open stack x: PULUMI_ACCESS_TOKEN must be set; nothing was switched",
  ],
  [
    "a pulumi that is too old",
    "echo v2.0.0",
    /^the engine cannot open stack x: Minimum version requirement failed\. .*; nothing was switched$/,
  ],
] as const) {
  test.serial(`${what} is one sentence`, async (t) => {
    const said = await open(t, script);
    if (typeof sentence === "string") t.is(said, sentence);
    else t.regex(said, sentence);
  });
}
