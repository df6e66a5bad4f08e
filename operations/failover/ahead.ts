import type { LiveObject, ManagedFields } from "../../core/controllers/live-view.ts";
import {
  type PlannedManifest,
  type PlannedService,
  switchedObject,
} from "../../core/controllers/service-plan.ts";
import { markOf, movesOf } from "../../core/failover/cluster-view.ts";
import {
  backendsOf,
  concernsCanary,
  type LiveObjects,
  pathOf,
  switchedOf,
} from "../../core/failover/live.ts";
import { inDetail } from "../../core/failover/plan.ts";
import {
  createPreflight,
  createSwitchCheck,
  type Preflight,
  type SwitchCheck,
} from "../../core/failover/preflight.ts";
import { probesAt } from "../../core/failover/probe.ts";
import type { ApiServer } from "../../core/kubernetes/api-server.ts";
import { type FailoverFlag, isPartial } from "../../core/model/failover.ts";
import { flagKey, type ProjectKind } from "../projects.ts";

/** What a switch ahead of the engine works with. */
export interface Ahead {
  readonly plans: readonly PlannedService[];
  /** The objects before the switch. */
  readonly live: LiveObjects;
  readonly api: Pick<ApiServer, "apply" | "merge">;
  readonly preflight: Preflight;
}

/** {@link switchAhead} with the check of the flag; done once, however often the engine runs the program. */
export function aheadOfEngine(
  { plans, live, api }: Pick<Ahead, "plans" | "live"> & { readonly api: ApiServer },
  flag: FailoverFlag,
  project: Pick<ProjectKind, "name">,
): () => Promise<SwitchCheck> {
  const view = { find: backendsOf(plans, api), probe: probesAt(api), moves: movesOf(plans, live) };
  const args = { ...inDetail(flag), key: flagKey(project) };
  const actives = plans.map(({ active }) => active);
  const check = createSwitchCheck(actives, args, async () => view);
  let sent: Promise<SwitchCheck> | undefined;
  return () => {
    // Its refusals are not shown here: the engine's hooks repeat them.
    const preflight = createPreflight(check, 0);
    sent ??= switchAhead({ plans, live, api, preflight }).then(() => check);
    return sent;
  };
}

/**
 * Sends the objects that change sides to the API server, all at once, where the engine would come to one after the
 * other: requests wait for them, the state does not. They are sent as the engine's own field manager, so that nothing is
 * left for it to do but to record them.
 *
 * What the check refuses, the API server refuses, or only the engine can do (a canary, an object that is not
 * there) is left to the engine, which says what there is to say.
 */
export async function switchAhead({ plans, live, api, preflight }: Ahead): Promise<void> {
  await Promise.all(
    plans.map(async (plan) => {
      const { name } = plan.service;
      const side = plan.active.emergency ? "emergency" : "primary";
      const before = switchedOf(plan, live);
      const writer = before && writerOf(before, plan.live.routes);
      if (before === undefined || writer === undefined || markOf(before) === side) return;
      // A part of the requests has a check of its own, which an object without a canary would get around.
      if (concernsCanary(plan, live) || isPartial(plan.active)) return;
      try {
        await preflight(name, side);
        await write(api, plan, writer);
      } catch {
        // the engine meets the same and tells it
      }
    }),
  );
}

/** How an object is written, so that it looks as if the engine's plugin had done it. */
export type Writer =
  | {
      readonly operation: "Apply";
      readonly manager: string;
      /** Takes the routes from kubectl and from the plugin's own creation, as the plugin itself does. */
      readonly force: boolean;
    }
  | { readonly operation: "Update"; readonly manager: string; readonly fields: ManagedFields["fieldsV1"] };

/**
 * The engine's plugin, by the name it has for an object; undefined where it has not written it, or where the routes are
 * another manager's too. From 4.29 on it creates objects without server-side apply, under one name for all; its first
 * update takes the fields over to a name of the object's own, which until then only the state has.
 * @see https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/
 * @see https://github.com/pulumi/pulumi-kubernetes/pull/4278
 */
export function writerOf(
  { metadata: { managedFields = [] } }: LiveObject,
  routes: string,
): Writer | undefined {
  const [applier, another] = managedFields.filter(isApplier);
  const entry = applier ?? managedFields.find(isCreator);
  if (entry?.manager === undefined || another !== undefined) return undefined;
  const others = managedFields.filter(
    (other) => other !== entry && other.fieldsV1?.["f:spec"]?.[routes] !== undefined,
  );
  if (!others.every((other) => isCreator(other) || other.manager?.startsWith("kubectl"))) return undefined;
  const { manager } = entry;
  return entry === applier
    ? { operation: "Apply", manager, force: others.length > 0 }
    : { operation: "Update", manager, fields: entry.fieldsV1 };
}

function isApplier({ manager = "", operation }: ManagedFields): boolean {
  return operation === "Apply" && manager.startsWith("pulumi-kubernetes");
}

function isCreator({ manager, operation }: ManagedFields): boolean {
  return operation === "Update" && manager === "pulumi-kubernetes";
}

async function write(api: Ahead["api"], plan: PlannedService, writer: Writer): Promise<void> {
  const manifest = switchedObject(plan);
  const path = pathOf(plan.live.switched(plan.service));
  if (writer.operation === "Update") return api.merge(path, patchOf(manifest, writer.fields), writer.manager);
  return api.apply(path, manifest, writer);
}

/** A merge patch that brings the object to a manifest: what the manager has set and the manifest lacks is null. */
function patchOf({ metadata, spec }: PlannedManifest, fields: ManagedFields["fieldsV1"]): object {
  const { annotations, labels } = metadata;
  return {
    metadata: {
      annotations: withNulls(annotations, fields?.["f:metadata"]?.["f:annotations"]),
      labels: withNulls(labels, fields?.["f:metadata"]?.["f:labels"]),
    },
    spec: withNulls(spec, fields?.["f:spec"]),
  };
}

function withNulls(wanted: object, owned: Readonly<Record<string, unknown>> = {}): object {
  const names = Object.keys(owned).filter((key) => key.startsWith("f:"));
  return { ...Object.fromEntries(names.map((key) => [key.slice(2), null])), ...wanted };
}
