import type { PlannedService } from "../../core/controllers/service-plan.ts";
import type { FindBackend } from "../../core/failover/backend-state.ts";
import { deviation, keyOf, type LiveObjects, objectIds } from "../../core/failover/live.ts";
import { firstOf } from "../../core/model/listed.ts";
import type { EngineRun } from "./engine.ts";
import type { Outcome } from "./opened.ts";
import { statusTable } from "./status.ts";

/** What a switch is judged by. */
export interface Evidence {
  readonly concerned: readonly PlannedService[];
  readonly live: LiveObjects;
  readonly run: EngineRun;
  /** Seconds that the engine took. */
  readonly seconds: number;
  readonly find: FindBackend;
}

/** Only what is live counts, whatever the engine says. */
export async function judge({ concerned, live, run, seconds, find }: Evidence): Promise<Outcome> {
  const left = await misrouted(concerned, live);
  const there = concerned.length - left.length;
  const shown = concerned.length > 20 ? left.slice(0, 20) : concerned;
  const lines = [
    ...(await statusTable(shown, live, find)),
    "",
    ...firstOf(run.errors, 20),
    `${there} of ${concerned.length} services are served as asked for (${counted(run)}; engine ${seconds.toFixed(1)} s)`,
  ];
  if (left.length > 0) lines.push("Run the command again for the others: it goes on from here.");
  return { ok: run.ok && left.length === 0, lines };
}

/** Services that are not served as planned; none where the API server cannot be asked. */
export async function misrouted(
  concerned: readonly PlannedService[],
  live: LiveObjects | Promise<LiveObjects>,
): Promise<readonly PlannedService[]> {
  const seen = await Promise.resolve(live).catch(() => undefined);
  if (seen === undefined) return [];
  return concerned.filter((one) => deviation(one, seen) !== undefined);
}

/** What the engine has changed, in words. */
export function counted({ changes, ok }: EngineRun): string {
  const kinds = Object.entries(changes).map(([kind, count]) => `${kind} ${count}`);
  if (kinds.length > 0) return kinds.join(", ");
  return ok ? "nothing had to change" : "the update did not end well";
}

/** Whether a switch has changed none of its objects. */
export function unchanged(
  concerned: readonly PlannedService[],
  before: LiveObjects,
  live: LiveObjects,
): boolean {
  const version = (all: LiveObjects, key: string) => all.get(key)?.metadata.resourceVersion;
  return concerned.every((plan) =>
    objectIds(plan)
      .map(keyOf)
      .every((key) => version(before, key) === version(live, key)),
  );
}
