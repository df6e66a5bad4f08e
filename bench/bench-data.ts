import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { step } from "../lab/console/step.ts";
import { projectRoot } from "../lab/machine/folders.ts";
import type { ProxyMode } from "../lab/nodes/plan.ts";
import { startTestbed, type Testbed } from "../lab/testbed/testbed.ts";
import { runCommand } from "../operations/command.ts";
import type { Conditions, Variant } from "./data/measure.ts";
import { withMeasurements } from "./data/page.ts";
import { barChart } from "./data/plot.ts";
import { manyClients, profiles, reloads, tlsKeepAlive, tlsReloads } from "./data/profile-scenarios.ts";
import { accessLogs, waysOntoTheNode } from "./data/scenarios.ts";
import { bothKinds, measureSeries, type Series, seriesGroups, seriesTables } from "./data/series.ts";
import { ensureLoadGenerator } from "./load/build.ts";

const page = join(projectRoot, "docs", "data-plane.md");
const plot = join(projectRoot, "docs", "data-plane.svg");

await runCommand(async () => {
  await ensureLoadGenerator();
  const measured: Series[] = [
    ...(await on("nftables", [
      ["Profile", profiles],
      ["Profile", manyClients, [{ clients: "1,500 keep-alive clients at once", connections: 1_500 }]],
      ["Profile", reloads, [{ clients: "keep-alive, a reload every 1.5 s", seconds: 12 }]],
      ["Profile", tlsKeepAlive, [{ clients: "keep-alive over TLS", tls: true, seconds: 12 }]],
      [
        "Profile",
        tlsReloads,
        [
          {
            clients: "a TLS connection per request, a reload every 1.5 s",
            close: true,
            tls: true,
            seconds: 12,
          },
        ],
      ],
      ["Access log", accessLogs],
      ["Ways onto the node (kube-proxy: nftables)", waysOntoTheNode],
    ])),
    ...(await on("iptables", [["Ways onto the node (kube-proxy: iptables)", waysOntoTheNode]])),
  ];
  const tables = seriesTables(measured);
  await writeFile(page, withMeasurements(await readFile(page, "utf8"), tables));
  await writeFile(plot, barChart(seriesGroups(measured)));
});

type Scenario = readonly [
  title: string,
  prepare: (testbed: Testbed) => Promise<readonly Variant[]>,
  conditions?: readonly Conditions[],
];

async function on(proxyMode: ProxyMode, scenarios: readonly Scenario[]): Promise<readonly Series[]> {
  const testbed = await startTestbed({ command: "make bench-data", proxyMode });
  try {
    const series: Series[] = [];
    for (const [title, prepare, conditions = bothKinds] of scenarios) {
      const measured = await step(title, async (progress) =>
        measureSeries(title, await prepare(testbed), conditions, progress),
      );
      console.log(`\n${seriesTables(measured)}\n`);
      series.push(...measured);
    }
    return series;
  } finally {
    await testbed.close();
  }
}
