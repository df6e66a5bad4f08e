import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Variant } from "./bench-data/measure.ts";
import { withMeasurements } from "./bench-data/page.ts";
import { barChart } from "./bench-data/plot.ts";
import { accessLogs, profiles, waysOntoTheNode } from "./bench-data/scenarios.ts";
import { bothKinds, type Series, seriesGroups, seriesTables } from "./bench-data/series.ts";
import { type Edge, startEdge } from "./edge/edge.ts";
import { runCommand } from "./errors.ts";
import type { ProxyMode } from "./nodes/plan.ts";
import { step } from "./step.ts";
import { projectRoot } from "./version.ts";

const page = join(projectRoot, "docs", "data-plane.md");
const plot = join(projectRoot, "docs", "data-plane.svg");

await runCommand(async () => {
  const measured: Series[] = [
    ...(await on("nftables", [
      ["Profile", profiles],
      ["Access log", accessLogs],
      ["Ways onto the node (kube-proxy: nftables)", waysOntoTheNode],
    ])),
    ...(await on("iptables", [["Ways onto the node (kube-proxy: iptables)", waysOntoTheNode]])),
  ];
  const tables = seriesTables(measured);
  await writeFile(page, withMeasurements(await readFile(page, "utf8"), tables));
  await writeFile(plot, barChart(seriesGroups(measured)));
});

type Scenario = readonly [title: string, prepare: (edge: Edge) => Promise<readonly Variant[]>];

async function on(proxyMode: ProxyMode, scenarios: readonly Scenario[]): Promise<readonly Series[]> {
  const edge = await startEdge({ proxyMode });
  try {
    const series: Series[] = [];
    for (const [title, prepare] of scenarios) {
      const measured = await step(title, async (progress) => bothKinds(title, await prepare(edge), progress));
      console.log(`\n${seriesTables(measured)}\n`);
      series.push(...measured);
    }
    return series;
  } finally {
    await edge.close();
  }
}
