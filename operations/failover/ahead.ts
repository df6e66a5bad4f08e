import type { LiveObject, ManagedFields } from "../../core/controllers/live-view.ts";
import { type PlannedService, switchedObject } from "../../core/controllers/service-plan.ts";
import { markOf, sidesOf } from "../../core/failover/cluster-view.ts";
import {
  backendsOf,
  concernsCanary,
  type LiveObjects,
  pathOf,
  switchedOf,
} from "../../core/failover/live.ts";
import { inDetail } from "../../core/failover/plan.ts";
import { createPreflight, type Preflight } from "../../core/failover/preflight.ts";
import { probesAt } from "../../core/failover/probe.ts";
import type { ApiServer } from "../../core/kubernetes/api-server.ts";
import type { FailoverFlag } from "../../core/model/failover.ts";
import { flagKey, type ProjectKind } from "../projects.ts";

/** What a switch ahead of the engine works with. */
export interface Ahead {
  readonly plans: readonly PlannedService[];
  /** The objects before the switch. */
  readonly live: LiveObjects;
  readonly api: Pick<ApiServer, "apply">;
  readonly preflight: Preflight;
}

/** {@link switchAhead} with the check of the flag; done once, however often the engine runs the program. */
export function aheadOfEngine(
  { plans, live, api }: Pick<Ahead, "plans" | "live"> & { readonly api: ApiServer },
  flag: FailoverFlag,
  project: Pick<ProjectKind, "name">,
): () => Promise<ReadonlySet<string>> {
  const view = { find: backendsOf(plans, api), probe: probesAt(api), sides: sidesOf(plans, live) };
  const args = { ...inDetail(flag), key: flagKey(project) };
  const actives = plans.map(({ active }) => active);
  // its refusals are heard by nobody
  const preflight = createPreflight(actives, args, async () => view, 0);
  let checked: Promise<ReadonlySet<string>> | undefined;
  return () => {
    checked ??= switchAhead({ plans, live, api, preflight });
    return checked;
  };
}

/**
 * Sends the objects that change sides to the API server, all at once, where the engine would come to one after the
 * other: requests wait for them, the state does not. They are sent as the engine's own field manager, so that nothing is
 * left for it to do but to record them.
 *
 * What the check refuses, the API server refuses, or nobody but the engine can do (a canary, an object that is not
 * there) is left to the engine, which says what there is to say.
 * @returns services whose check has been made
 */
export async function switchAhead({ plans, live, api, preflight }: Ahead): Promise<ReadonlySet<string>> {
  const checked = new Set<string>();
  await Promise.all(
    plans.map(async (plan) => {
      const { name } = plan.service;
      const side = plan.active.emergency ? "emergency" : "primary";
      const before = switchedOf(plan, live);
      const applier = before && applierOf(before, plan.live.routes);
      if (before === undefined || applier === undefined || markOf(before) === side) return;
      if (concernsCanary(plan, live)) return;
      try {
        await preflight(name, side);
        checked.add(name);
        await api.apply(pathOf(plan.live.switched(plan.service)), switchedObject(plan), applier);
      } catch {
        // the engine meets the same and tells it
      }
    }),
  );
  return checked;
}

/** As whom an object is applied. */
export interface Applier {
  readonly manager: string;
  /** Takes the rules from kubectl, as the engine's plugin takes over whatever kubectl has written. */
  readonly force: boolean;
}

/**
 * The engine's plugin, by the name it has for an object; undefined where it has not applied it, or where the routes are
 * somebody else's too.
 * @see https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/
 */
export function applierOf(
  { metadata: { managedFields = [] } }: LiveObject,
  routes: string,
): Applier | undefined {
  const isEngine = ({ manager = "", operation }: ManagedFields) =>
    manager.startsWith("pulumi-kubernetes") && operation === "Apply";
  const [own, another] = managedFields.filter(isEngine);
  if (own?.manager === undefined || another !== undefined) return undefined;
  const others = managedFields.filter(
    (one) => !isEngine(one) && one.fieldsV1?.["f:spec"]?.[routes] !== undefined,
  );
  if (!others.every(({ manager = "" }) => manager.startsWith("kubectl"))) return undefined;
  return { manager: own.manager, force: others.length > 0 };
}
