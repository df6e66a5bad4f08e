import { join } from "node:path";
import { ensureControlPlane } from "./cluster/cluster.ts";
import { kubernetesNode } from "./cluster/toolsets.ts";
import { ensureEngine } from "./engine/ensure.ts";
import { runCommand } from "./errors.ts";
import { ensureTools } from "./nodes/packages.ts";
import { canRunNodes } from "./nodes/requirements.ts";
import { ensurePlugins } from "./plugins/ensure.ts";
import { CommandError, run } from "./process.ts";
import { note, step } from "./step.ts";
import { addResult, describeTally, emptyTally, renderTapLine, type Tally, tapReader } from "./tap.ts";
import { ensureToolset } from "./toolset.ts";
import { projectRoot } from "./version.ts";

/** Checks that come before the tests; each counts as one. */
const checks = [
  { title: "Lint: biome", command: "biome", args: ["check", "--error-on-warnings", "."] },
  { title: "Lint: knip", command: "knip", args: [] },
  { title: "Types: tsc", command: "tsc", args: ["--noEmit"] },
] as const;

/** Tests that measure under load come last and one file at a time: others beside them would be part of the load. */
const alone = "test/e2e/**/*.test.ts";
const asked = process.argv.slice(2);
const rounds =
  asked.length > 0
    ? [asked]
    : [
        ["test/**/*.test.ts", `!${alone}`],
        ["--concurrency=1", alone],
      ];

await runCommand(async () => {
  const engine = await ensureEngine();
  await ensurePlugins({ pulumi: engine.path, pulumiHome: engine.home, log: note });
  await ensureControlPlane();
  if ((await canRunNodes()).ok) {
    await ensureTools();
    await ensureToolset(kubernetesNode);
  }
  let tally = emptyTally;
  for (const check of checks) {
    tally = addResult(tally, { result: (await passes(check)) ? "passed" : "failed", title: check.title });
  }
  for (const files of rounds) tally = await runTests(tally, files);
  console.log(describeTally(tally));
  if (tally.failed.length > 0) process.exit(1);
});

async function passes({ title, command, args }: (typeof checks)[number]): Promise<boolean> {
  try {
    await step(title, () => run(executable(command), args, { cwd: projectRoot }));
    return true;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.log(error.stdout + error.stderr);
    return false;
  }
}

/** Runs ava, shows its lines as they come and counts them. */
async function runTests(before: Tally, files: readonly string[]): Promise<Tally> {
  const reader = tapReader(before);
  const onLine = (line: string) => {
    reader.read(line);
    const shown = renderTapLine(line);
    if (shown !== undefined) console.log(shown);
  };
  try {
    await run(executable("ava"), ["--tap", ...files], { cwd: projectRoot, onLine });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // ava fails without a failed test where, for example, it finds none at all
    if (reader.tally().failed.length === before.failed.length) {
      console.log(error.message);
      return addResult(reader.tally(), { result: "failed", title: `ava ${files.join(" ")}` });
    }
  }
  return reader.tally();
}

function executable(name: string): string {
  return join(projectRoot, "node_modules", ".bin", name);
}
