import { openApiServer } from "../kubernetes/api-server.ts";
import type { ClusterArgs } from "../model/stack.ts";
import { backendsAt, itemsOf } from "./backend-state.ts";
import type { Side } from "./check.ts";
import type { ClusterView } from "./preflight.ts";
import { probesAt } from "./probe.ts";

/** An Ingress, as far as it says who serves. */
export interface MarkedIngress {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

const ours = encodeURIComponent("app.kubernetes.io/part-of=exposure,app.kubernetes.io/name=service-ingress");

/** Reads the live Ingresses of services in one request; their backends only when somebody asks. */
export async function viewCluster(args: ClusterArgs): Promise<ClusterView> {
  const api = await openApiServer(args);
  const ingresses = await api.get(`/apis/networking.k8s.io/v1/ingresses?labelSelector=${ours}`);
  return { find: backendsAt(api), probe: probesAt(api), sides: sidesOf(itemsOf<MarkedIngress>(ingresses)) };
}

/** Which backend each Ingress leads to, by `namespace/name`. */
export function sidesOf(ingresses: readonly MarkedIngress[]): ReadonlyMap<string, Side> {
  return new Map(ingresses.map((one) => [`${one.metadata.namespace}/${one.metadata.name}`, markOf(one)]));
}

/** The mark a service's Ingress carries while the emergency backend serves. */
export function markOf({ metadata }: Pick<MarkedIngress, "metadata">): Side {
  return metadata.annotations?.["exposure.dev/backend"] === "emergency" ? "emergency" : "primary";
}
