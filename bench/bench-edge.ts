import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../lab/errors.ts";
import { step } from "../lab/step.ts";
import { startEdge } from "../lab/testbed/testbed.ts";
import { projectRoot } from "../lab/version.ts";
import { throughEdge } from "./data/edge-scenario.ts";
import { withMeasurements } from "./data/page.ts";
import { bothKinds, measureSeries, seriesTables } from "./data/series.ts";

const page = join(projectRoot, "docs", "haproxy-edge.md");
const title = "The edge in front";

await runCommand(async () => {
  const edge = await startEdge({ command: "make bench-edge" });
  try {
    const measured = await step(title, async (progress) =>
      measureSeries(title, await throughEdge(edge), bothKinds, progress),
    );
    const tables = seriesTables(measured);
    console.log(`\n${tables}\n`);
    await writeFile(page, withMeasurements(await readFile(page, "utf8"), tables, "make bench-edge"));
  } finally {
    await edge.close();
  }
});
