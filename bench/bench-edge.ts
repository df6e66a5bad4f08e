import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { step } from "../lab/console/step.ts";
import { projectRoot } from "../lab/machine/folders.ts";
import { startTestbed } from "../lab/testbed/testbed.ts";
import { runCommand } from "../operations/command.ts";
import { throughEdge } from "./data/edge-scenario.ts";
import { withMeasurements } from "./data/page.ts";
import { bothKinds, measureSeries, seriesTables } from "./data/series.ts";
import { ensureLoadGenerator } from "./load/build.ts";

const page = join(projectRoot, "docs", "haproxy-edge.md");
const title = "The edge in front";

await runCommand(async () => {
  await ensureLoadGenerator();
  const testbed = await startTestbed({ command: "make bench-edge" });
  try {
    const measured = await step(title, async (progress) =>
      measureSeries(title, await throughEdge(testbed), bothKinds, progress),
    );
    const tables = seriesTables(measured);
    console.log(`\n${tables}\n`);
    await writeFile(page, withMeasurements(await readFile(page, "utf8"), tables, "make bench-edge"));
  } finally {
    await testbed.close();
  }
});
