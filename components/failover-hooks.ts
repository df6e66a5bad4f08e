import { isDeepStrictEqual } from "node:util";
import {
  getProject,
  getStack,
  ResourceHook,
  type ResourceHookArgs,
  type ResourceHookBinding,
} from "@pulumi/pulumi";
import type { IngressManifest } from "../core/controllers/ingress-manifest.ts";
import { type SharingIngress, shareOf } from "../core/controllers/share.ts";
import { switchEvent, type Thrown } from "../core/failover/announce.ts";
import type { Side } from "../core/failover/check.ts";
import { type MarkedIngress, markOf, viewCluster } from "../core/failover/cluster-view.ts";
import { inDetail, planFailover } from "../core/failover/plan.ts";
import { createPreflight, leftToCheck, type Preflight, type ToCheck } from "../core/failover/preflight.ts";
import { type ApiServer, openApiServer } from "../core/kubernetes/api-server.ts";
import type { StackConfig } from "../core/model/stack.ts";

/**
 * What happens around each switch that the engine throws: the check before it, in previews too, and an Event on
 * the Ingress after it. Called for Ingresses that change only.
 * @param key full config key of the flag, `exposure:failover` for example: messages name it
 */
export function failoverHooks(
  { cluster, services, failover }: Pick<StackConfig, "cluster" | "services" | "failover">,
  key: string,
  toCheck: ToCheck,
): ResourceHookBinding {
  const plan = leftToCheck(planFailover(failover, services), toCheck);
  const preflight = createPreflight(plan, { ...inDetail(failover), key }, () => viewCluster(cluster));
  const hook = new ResourceHook("exposure-preflight", (args) => checkChange(args, preflight), {
    onDryRun: true,
  });
  let api: Promise<ApiServer> | undefined;
  const announce = new ResourceHook(
    "exposure-announce",
    async (args) => {
      const thrown = thrownBy(args);
      if (thrown === undefined) return;
      api ??= openApiServer(cluster);
      const event = switchEvent(thrown, `${getProject()}/${getStack()}`, Date.now());
      const path = `/apis/events.k8s.io/v1/namespaces/${thrown.ingress.namespace}/events`;
      await (await api).post(path, event);
    },
    // The switch is thrown: that nobody could be told of it does not undo it.
    { ignoreErrors: true },
  );
  return { beforeCreate: [hook], beforeUpdate: [hook], afterUpdate: [announce] };
}

/** What an update of an Ingress has switched, if anything. */
export function thrownBy({
  newInputs,
  oldInputs,
  newOutputs,
}: Pick<ResourceHookArgs, "newInputs" | "oldInputs" | "newOutputs">): Thrown | undefined {
  const next = newInputs as (Labelled & LiveIngress) | undefined;
  if (next === undefined || oldInputs === undefined) return undefined;
  const to = markOf(next);
  const { labels, annotations = {}, name, namespace } = next.metadata;
  if (labels["app.kubernetes.io/name"] !== "service-ingress" || markOf(oldInputs as MarkedIngress) === to) {
    return undefined;
  }
  const { uid } =
    (newOutputs as { readonly metadata?: { readonly uid?: string } } | undefined)?.metadata ?? {};
  const { "exposure.dev/reason": reason, "exposure.dev/until": until } = annotations;
  return {
    ingress: { name, namespace, ...(uid === undefined ? {} : { uid }) },
    service: labels["app.kubernetes.io/instance"] ?? name,
    to,
    backend: next.spec.rules[0]?.http?.paths[0]?.backend.service.name ?? "",
    ...(reason === undefined ? {} : { reason }),
    ...(until === undefined ? {} : { until }),
  };
}

type LiveIngress = Pick<IngressManifest, "spec">;

interface Labelled {
  readonly metadata: MarkedIngress["metadata"] & { readonly labels: Readonly<Record<string, string>> };
}

/** Asks where a service's requests begin to go elsewhere: not where an Ingress changes otherwise. */
export async function checkChange(
  { newInputs, oldInputs }: Pick<ResourceHookArgs, "newInputs" | "oldInputs">,
  preflight: Preflight,
): Promise<void> {
  const next = newInputs as (Labelled & SharingIngress) | undefined;
  if (next === undefined) return;
  const before = oldInputs as (MarkedIngress & SharingIngress) | undefined;
  const { "app.kubernetes.io/instance": service = "", "app.kubernetes.io/name": part } = next.metadata.labels;
  if (part === "service-canary") {
    // It may be there at any time: what it takes to the emergency backend says whether anybody is switched.
    const share = shareOf(next);
    if (share !== undefined && !isDeepStrictEqual(share, shareOf(before))) {
      await preflight(service, "emergency");
    }
    return;
  }
  const to: Side = markOf(next);
  // A new service takes nobody's requests from anywhere.
  if (before !== undefined && markOf(before) !== to) await preflight(service, to);
}
