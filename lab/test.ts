import { join } from "node:path";
import { runCommand } from "../operations/command.ts";
import { clearAbandoned } from "./cluster/abandoned.ts";
import { ensureControlPlane } from "./cluster/cluster.ts";
import { step } from "./console/step.ts";
import {
  addResult,
  describeTally,
  emptyTally,
  isGood,
  renderTapLine,
  type Tally,
  tapReader,
} from "./console/tap.ts";
import { projectRoot } from "./machine/folders.ts";
import { CommandError, run } from "./machine/run.ts";
import { ensureTools } from "./nodes/packages.ts";
import { canRunNodes } from "./nodes/requirements.ts";
import { ensureEngine } from "./tools/engine.ts";
import { ensurePlugins } from "./tools/plugins.ts";
import { findOnPath } from "./tools/source.ts";
import { ensureToolset } from "./tools/toolset.ts";
import { kubernetesNode, promtool } from "./tools/toolsets.ts";

/** Checks that come before the tests; each counts as one. */
const checks = [
  { title: "Lint: biome", command: "biome", args: ["check", "--error-on-warnings", "."] },
  { title: "Lint: knip", command: "knip", args: [] },
  { title: "Lint: dependency-cruiser", command: "depcruise", args: ["."] },
  { title: "Types: tsc", command: "tsc", args: ["--noEmit"] },
] as const;

/** Tests that measure under load run last, one file at a time: other tests would add to the load. */
const alone = "test/e2e/**/*.test.ts";
const requestedFiles = process.argv.slice(2);
const rounds =
  requestedFiles.length > 0
    ? [requestedFiles]
    : [
        ["test/**/*.test.ts", `!${alone}`],
        ["--concurrency=1", alone],
      ];

await runCommand(async () => {
  await clearAbandoned();
  const engine = await ensureEngine();
  await ensurePlugins(engine);
  await ensureControlPlane();
  await ensureToolset(promtool);
  if ((await canRunNodes()).ok) {
    await ensureTools();
    await ensureToolset(kubernetesNode);
  }
  let tally = emptyTally;
  for (const check of checks) {
    tally = addResult(tally, { result: (await passes(check)) ? "passed" : "failed", title: check.title });
  }
  for (const files of rounds) tally = await runTests(tally, files);
  const strict = process.env.STRICT === "1";
  console.log(describeTally(tally, strict));
  if (!isGood(tally, strict)) process.exitCode = 1;
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
    const [command, ...args] = tied(executable("ava"), "--tap", ...files);
    await run(command, args, { cwd: projectRoot, onLine });
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

/** A command that the kernel ends with this process, however that ends; where util-linux is there. */
function tied(...command: readonly [string, ...string[]]): readonly [string, ...string[]] {
  const setpriv = findOnPath("setpriv");
  return setpriv === undefined ? command : [setpriv, "--pdeathsig", "TERM", "--", ...command];
}

function executable(name: string): string {
  return join(projectRoot, "node_modules", ".bin", name);
}
