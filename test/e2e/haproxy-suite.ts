import { setTimeout as sleep } from "node:timers/promises";
import type { Edge } from "../../lab/edge/edge.ts";
import { type LoadPlan, startLoad } from "../../lab/load/load.ts";
import type { LoadResult } from "../../lab/load/result.ts";
import type { Suite } from "./suite.ts";

/** What parts of the edge's tests are handed. */
export type HaproxySuite = Pick<Suite, "check" | "edge">;

/** Several loads at a time while `work` is done and a little longer, each counted by itself. */
export async function underLoads(
  plans: readonly LoadPlan[],
  work: () => Promise<unknown>,
  after = 2_000,
): Promise<readonly LoadResult[]> {
  const loads = await Promise.all(plans.map(startLoad));
  try {
    await Promise.all(loads.map(({ flowing }) => flowing));
    await sleep(1_000);
    await work();
    await sleep(after);
  } finally {
    await Promise.all(loads.map((load) => load.stop()));
  }
  return Promise.all(loads.map(({ result }) => result));
}

/** Keep-alive clients, and clients that open a connection for each request, of one target. */
export function bothKinds(plan: LoadPlan): readonly LoadPlan[] {
  return [
    { ...plan, name: `${plan.name}-keep-alive`, connections: 32 },
    {
      ...plan,
      name: `${plan.name}-per-request`,
      connections: 32,
      close: true,
      rate: (plan.rate ?? 1_000) / 2,
    },
  ];
}

/** One line: how many requests, which failed, and between which moments. */
export function summary({ name, requests, rps, failures, targets, examples }: LoadResult, since = 0): string {
  const failed = Object.values(targets).filter(({ failed }) => failed > 0);
  const first = Math.min(...failed.map(({ firstFailure }) => firstFailure));
  const last = Math.max(...failed.map(({ lastFailure }) => lastFailure));
  const when = since === 0 ? "" : `, from ${Math.round(first - since)} ms on`;
  const spell = failed.length === 0 ? "" : ` within ${Math.round(last - first)} ms${when}`;
  const seen = [...new Set(examples.map(({ message }) => message))].join("; ");
  const what = seen === "" ? "" : ` (${seen})`;
  return `${name}: ${requests} requests at ${Math.round(rps)}/s, failures ${JSON.stringify(failures)}${spell}${what}`;
}

/** `address:port` of each node. */
export function onNodes({ nodes }: Edge, port: number): readonly string[] {
  return nodes.map(({ address }) => `${address}:${port}`);
}
