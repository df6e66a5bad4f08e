import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { runtime } from "@pulumi/pulumi/index.js";
import test from "ava";
import fc from "fast-check";
import { readStackFile } from "../../core/config/stack-file.ts";
import { ConfigError } from "../../core/model/problems.ts";
import { openStack } from "../../lab/stacks/open-stack.ts";
import { ensureEngine } from "../../lab/tools/engine.ts";
import { yamlBlocks } from "../../operations/schemas/yaml-blocks.ts";
import { pages } from "../docs/pages.ts";

/** The engine and `readStackFile` make the same of a stack file: a program hands back what it is given. */
let folder: string;
let stack: Stack;

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), "exposure-stack-file-"));
  const workDir = join(folder, "project");
  await mkdir(workDir);
  await writeFile(join(workDir, "Pulumi.yaml"), "name: exposure\nruntime: nodejs\n");
  stack = await openStack({
    project: "exposure",
    stack: "test",
    engine: await ensureEngine(),
    backend: join(folder, "state"),
    kubeconfig: "/nowhere",
    workDir,
    program: async () => ({ raw: JSON.stringify(runtime.allConfig()) }),
  });
});
test.after.always(() => rm(folder, { recursive: true, force: true }));

const write = (text: string) => writeFile(join(folder, "project", "Pulumi.test.yaml"), text);

async function engineReads(text: string): Promise<unknown> {
  await write(text);
  const { outputs } = await stack.up();
  return JSON.parse(outputs.raw?.value);
}

/** Whether the engine refuses a file, in which case it runs no program. */
async function engineRefuses(text: string): Promise<boolean> {
  await write(text);
  return stack.getAllConfig().then(
    () => false,
    () => true,
  );
}

function weRead(text: string): unknown {
  return readStackFile("stack file", text, "exposure").raw;
}

function isRead(text: string): boolean {
  try {
    weRead(text);
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

/** A stack file with each text as the value of a key of its own; texts of several lines are indented. */
function packed(values: readonly string[]): string {
  return `config:\n${values.map((value, index) => `  exposure:v${index}: ${value.replaceAll("\n", "\n    ")}\n`).join("")}`;
}

/** Anything that looks like a number, a date, a word or a structure. */
const scalar = fc.oneof(
  fc.stringMatching(/^[-+]?[0-9_.:eExob]{1,9}$/),
  fc.stringMatching(
    /^20[0-9]{2}-[01]?[0-9]-[0-3]?[0-9]([Tt ][0-2]?[0-9]:[0-5]?[0-9]:[0-5][0-9](\.[0-9]{1,10})?(Z|[+-]05:37)?)?$/,
  ),
  fc.constantFrom(
    "yes",
    "No",
    "on",
    "OFF",
    "True",
    "null",
    "~",
    "y",
    ".5",
    "-.5e3",
    "0x1F",
    "!!str 1",
    '!!int "7"',
    "!!float 3",
    "!a b",
  ),
  fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => `'${text.replaceAll("'", "''")}'`),
  fc.string({ unit: "binary-ascii", maxLength: 8 }).map((text) => JSON.stringify(text)),
);
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
    fc
      .array(fc.tuple(scalar, tie("value")), { maxLength: 4 })
      .map((pairs) => `{${pairs.map(([key, of]) => `${key}: ${of}`).join(", ")}}`),
    fc.tuple(tie("value"), tie("value")).map(([a, b]) => `{a: &x {k: ${a}, l: 1}, b: {<<: *x, k: ${b}}}`),
  ),
}));

test.serial("values of every kind reach the program as we read them", async (t) => {
  const values = fc.sample(value, { seed: 16, numRuns: 600 }).filter((one) => isRead(packed([one])));
  t.true(values.length > 300, `${values.length} of 600 values can be read`);
  const text = packed(values);
  t.deepEqual(weRead(text), await engineReads(text));
});

test.serial("every YAML block of the pages reaches it too", async (t) => {
  const blocks = [...pages.values()].flatMap(yamlBlocks).filter((block) => !/^---$/m.test(block));
  t.true(blocks.length > 12);
  const text = packed(blocks.map((block) => `\n${block.trimEnd()}`));
  t.deepEqual(weRead(text), await engineReads(text));
});

const forms: readonly string[] = [
  "# nothing\n",
  "config:\n",
  "base: &base { exposure:failover: all, exposure:context: a }\nconfig:\n  <<: *base\n  exposure:context: b\n",
  "config:\n  ? exposure:failover\n  : all\n",
  "\ufeffconfig:\r\n  failover:\r\n  exposure:config:context: a\r\n",
  "config: { exposure:failover: all }\n---\nconfig: { exposure:failover: none }\n",
  "%YAML 1.1\n---\nconfig: { exposure:failover: yes }\n",
  'config:\n  exposure:a: "\\n a"\n  exposure:b: |\n\n    x\n  exposure:c: { z: 1, "10": 2, é: 3, a: 4 }\n',
];

for (const text of forms) {
  test.serial(`the whole file ${JSON.stringify(text.slice(0, 60))} is read alike`, async (t) => {
    t.deepEqual(weRead(text), await engineReads(text));
  });
}

const refused: readonly string[] = [
  "config: [1, 2]\n",
  "config: all\n",
  "1: x\n",
  "config: { a:b:c: 1 }\n",
  "config:\n  exposure:failover: a\n  exposure:failover: b\n",
  "config:\n  exposure:failover: *x\n",
  "config:\n\texposure:failover: all\n",
  "config: { exposure:a: .inf }\n",
  'config: { exposure:a: "\\ud800" }\n',
  "config: { exposure:a: \u0093 }\n",
  "config: { exposure:a: [x?] }\n",
  'config: { exposure:a: "\\ta\\nb" }\n',
];

for (const text of refused) {
  test.serial(`the file ${JSON.stringify(text)} is refused by both`, async (t) => {
    t.deepEqual([await engineRefuses(text), isRead(text)], [true, false]);
  });
}
