import { isDeepStrictEqual } from "node:util";
import {
  getProject,
  getStack,
  ResourceHook,
  type ResourceHookArgs,
  type ResourceHookBinding,
} from "@pulumi/pulumi";
import type { LiveObject } from "../core/controllers/live-view.ts";
import type { PlannedService } from "../core/controllers/service-plan.ts";
import { type CompletedSwitch, switchEvent } from "../core/failover/announce.ts";
import type { CheckArgs } from "../core/failover/check.ts";
import { markOf, viewCluster } from "../core/failover/cluster-view.ts";
import { inDetail } from "../core/failover/plan.ts";
import {
  createPreflight,
  createSwitchCheck,
  type Preflight,
  type SwitchCheck,
} from "../core/failover/preflight.ts";
import { type ApiServer, openApiServer } from "../core/kubernetes/api-server.ts";
import type { StackConfig } from "../core/model/stack.ts";

/**
 * What happens around each switch that the engine makes: the check before it, in previews too, and an Event on the
 * object after it. The engine calls them only for objects that change.
 * @param plans the services that the update can change: others must not block them
 * @param key full config key of the flag, `exposure:failover` for example: messages name it
 * @param check the update's check, if something has been checked already
 */
export function failoverHooks(
  { cluster, failover }: Pick<StackConfig, "cluster" | "failover">,
  plans: readonly PlannedService[],
  key: string,
  check: SwitchCheck = switchCheck({ cluster, failover }, plans, { key }),
): ResourceHookBinding {
  return boundHooks(cluster, plans, check, "exposure");
}

/**
 * The same for one service of a program, which other services do not wait for.
 * @param entry where the service's switch is written: messages name it
 */
export function serviceHooks(
  config: Pick<StackConfig, "cluster" | "failover">,
  plan: PlannedService,
  entry: string,
): ResourceHookBinding {
  const check = switchCheck(config, [plan], { key: entry, entry });
  return boundHooks(config.cluster, [plan], check, `exposure-${plan.service.name}`);
}

function switchCheck(
  { cluster, failover }: Pick<StackConfig, "cluster" | "failover">,
  plans: readonly PlannedService[],
  words: Pick<CheckArgs, "key" | "entry">,
): SwitchCheck {
  return createSwitchCheck(
    plans.map(({ active }) => active),
    { ...inDetail(failover), ...words },
    () => viewCluster(cluster, plans),
  );
}

/** @param prefix of the hooks' names, which a program has once each */
function boundHooks(
  cluster: StackConfig["cluster"],
  plans: readonly PlannedService[],
  check: SwitchCheck,
  prefix: string,
): ResourceHookBinding {
  const preflight = createPreflight(check);
  const byName = new Map(plans.map((plan) => [plan.service.name, plan]));
  const planOf: PlanOf = (name) => byName.get(name);
  const hook = new ResourceHook(`${prefix}-preflight`, (args) => checkChange(args, planOf, preflight), {
    onDryRun: true,
  });
  let api: Promise<ApiServer> | undefined;
  const announce = new ResourceHook(
    `${prefix}-announce`,
    async (args) => {
      const completed = completedSwitch(args, planOf);
      if (completed === undefined) return;
      api ??= openApiServer(cluster);
      const event = switchEvent(completed, `${getProject()}/${getStack()}`, Date.now());
      const path = `/apis/events.k8s.io/v1/namespaces/${completed.object.namespace}/events`;
      await (await api).post(path, event);
    },
    // The switch is made: an Event that could not be written does not undo it.
    { ignoreErrors: true },
  );
  return { beforeCreate: [hook], beforeUpdate: [hook], afterUpdate: [announce] };
}

/** The plan of a service by its name. */
type PlanOf = (service: string) => Pick<PlannedService, "live"> | undefined;

/** The switch that an update of an object has made, if it has made one. */
export function completedSwitch(
  { newInputs, oldInputs, newOutputs }: Pick<ResourceHookArgs, "newInputs" | "oldInputs" | "newOutputs">,
  planOf: PlanOf,
): CompletedSwitch | undefined {
  const next = newInputs as Declared | undefined;
  if (next === undefined || oldInputs === undefined) return undefined;
  const to = markOf(next);
  const { labels, annotations = {}, name, namespace } = next.metadata;
  if (labels["app.kubernetes.io/name"] !== "service-ingress" || markOf(oldInputs as Declared) === to) {
    return undefined;
  }
  const service = labels["app.kubernetes.io/instance"] ?? name;
  const { uid } =
    (newOutputs as { readonly metadata?: { readonly uid?: string } } | undefined)?.metadata ?? {};
  const { "exposure.dev/reason": reason, "exposure.dev/until": until } = annotations;
  const { apiVersion, kind } = next;
  return {
    object: { apiVersion, kind, name, namespace, ...(uid === undefined ? {} : { uid }) },
    service,
    to,
    backend: planOf(service)?.live.leadsTo(next)[0]?.service ?? "",
    ...(reason === undefined ? {} : { reason }),
    ...(until === undefined ? {} : { until }),
  };
}

/** An object of a service as the program declares it. */
interface Declared {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: LiveObject["metadata"] & { readonly labels: Readonly<Record<string, string>> };
  readonly spec?: unknown;
}

/** Asks where a service's requests begin to go elsewhere: not where its object changes otherwise. */
export async function checkChange(
  { newInputs, oldInputs }: Pick<ResourceHookArgs, "newInputs" | "oldInputs">,
  planOf: PlanOf,
  preflight: Preflight,
): Promise<void> {
  const next = newInputs as Declared | undefined;
  if (next === undefined) return;
  const before = oldInputs as Declared | undefined;
  const { "app.kubernetes.io/instance": service = "", "app.kubernetes.io/name": part } = next.metadata.labels;
  // Whatever the object, and it may exist at any time: what it takes to the emergency backend says whether requests move.
  const share = planOf(service)?.live.share(next);
  if (share !== undefined && !isDeepStrictEqual(share, before && planOf(service)?.live.share(before))) {
    await preflight(service, "emergency");
  }
  if (part !== "service-ingress") return;
  const to = markOf(next);
  // A new service takes requests from no other backend.
  if (before !== undefined && markOf(before) !== to) await preflight(service, to);
}
