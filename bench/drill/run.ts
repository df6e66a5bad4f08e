import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../../lab/machine/until.ts";
import { upBackend } from "../../lab/testbed/backend.ts";
import type { Settings, Testbed } from "../../lab/testbed/testbed.ts";
import { runLoad, startLoad, stopUnderWay } from "../load/load.ts";
import { drillLoads } from "./loads.ts";
import { type DrillReport, drillReport } from "./report.ts";
import type { Drilled } from "./request.ts";

/** Load before the drill, and after it. */
const around = 3_000;
/** The drill itself, once marked requests reach the standby. */
const held = 10_000;
const replicas = 2;

/**
 * Turns a drill of a service on and off again under load, and reports what each kind of client noticed.
 * @param up brings the service up with a switch setting
 */
export async function runDrill(
  testbed: Testbed,
  service: Drilled,
  up: (failover?: Settings) => Promise<unknown>,
  progress: (detail: string) => void,
): Promise<DrillReport> {
  progress("backends");
  for (const { service: name, port } of [service.backend, service.emergency]) {
    await upBackend(testbed, { namespace: service.namespace, service: name, ports: [port] }, replicas);
  }
  progress("stacks");
  await up();
  const loads = drillLoads(
    service,
    testbed.nodes.map(({ address }) => address),
  );
  for (const { plan } of loads) {
    await until(`${service.name} is served`, 90_000, async () => {
      const { ok, services } = await runLoad({ ...plan, seconds: 2, count: 4 });
      return ok === 4 && services[service.backend.service]?.answers === 4;
    });
  }
  progress("load");
  const running = await Promise.all(
    loads.map(async ({ title, marked, plan }) => ({ title, marked, load: await startLoad(plan) })),
  );
  try {
    await Promise.all(running.map(({ load }) => load.flowing));
    await sleep(around);
    progress("drill");
    const turnedOn = await timed(() =>
      up({ services: { [service.name]: { mode: "drill", reason: "make drill" } } }),
    );
    await sleep(held);
    progress("taken back");
    const back = await timed(() => up());
    await sleep(around);
    const counted = await Promise.all(
      running.map(async ({ title, marked, load }) => ({ title, marked, result: await stopUnderWay(load) })),
    );
    return drillReport(service, counted, { turnedOn, back });
  } finally {
    await Promise.all(running.map(({ load }) => load.stop()));
  }
}

async function timed(work: () => Promise<unknown>): Promise<{ readonly from: number; readonly to: number }> {
  const from = Date.now();
  await work();
  return { from, to: Date.now() };
}
