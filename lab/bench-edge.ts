import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { throughEdge } from "./bench-data/edge-scenario.ts";
import { withMeasurements } from "./bench-data/page.ts";
import { bothKinds, measureSeries, seriesTables } from "./bench-data/series.ts";
import { startEdge } from "./edge/edge.ts";
import { runCommand } from "./errors.ts";
import { step } from "./step.ts";
import { projectRoot } from "./version.ts";

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
