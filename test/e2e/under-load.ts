import { setTimeout as sleep } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import { type LoadPlan, startLoad, stopUnderWay } from "../../bench/load/load.ts";
import type { LoadResult } from "../../bench/load/result.ts";
import type { Testbed } from "../../lab/testbed/testbed.ts";
import { ordersHost, type Side } from "./settings.ts";

/** Several loads at once during `work` and a little longer. Each is counted separately. */
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
    return await Promise.all(loads.map(stopUnderWay));
  } finally {
    await Promise.all(loads.map((load) => load.stop()));
  }
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

/** Load on the service of a controller's class, on both nodes. */
export function ordersPlan(testbed: Testbed, { controller, http, rate }: Side): LoadPlan {
  return {
    name: controller,
    targets: onNodes(testbed, http),
    host: ordersHost,
    services: ["orders"],
    rate,
    seconds: 240,
  };
}

/** `address:port` of each node. */
export function onNodes({ nodes }: Testbed, port: number): readonly string[] {
  return nodes.map(({ address }) => `${address}:${port}`);
}

/** No request of a load failed. */
export function noneFailed(t: ExecutionContext, result: LoadResult): void {
  t.log(summary(result));
  t.like(result, { failed: 0, examples: [] }, result.name);
}

/** Which failures a reload of ingress-nginx may cause. */
export interface ReloadBound {
  /** Maximum share of requests that fail, 0 to 1. */
  readonly share: number;
  /** Whether 503 is allowed, until its Lua knows a new backend. @default false */
  readonly unavailable?: boolean;
}

/**
 * No request of a load failed though the controller reloaded. F5 is held to that. ingress-nginx breaks connections (its
 * nginx, 1.27.1, has no keepalive_min_timeout): it is held to that kind of failure, and to a share of them.
 */
export function heldInReload(
  t: ExecutionContext,
  { controller }: Side,
  result: LoadResult,
  { share, unavailable = false }: ReloadBound,
): void {
  if (controller === "f5") {
    noneFailed(t, result);
    return;
  }
  t.log(summary(result));
  const kinds = ["reset", "eof", ...(unavailable ? ["status"] : [])];
  const others = (found: object, known: readonly string[]) =>
    Object.keys(found).filter((key) => !known.includes(key));
  t.deepEqual(others(result.failures, kinds), [], result.name);
  t.deepEqual(others(result.statuses, unavailable ? ["200", "503"] : ["200"]), [], result.name);
  t.true(result.failed < share * result.requests, `${result.name}: ${result.failed} of ${result.requests}`);
}
