import type { LiveObject } from "../controllers/live-view.ts";
import type { PlannedService } from "../controllers/service-plan.ts";
import { openApiServer } from "../kubernetes/api-server.ts";
import { listPath } from "../kubernetes/object-path.ts";
import type { ClusterArgs } from "../model/stack.ts";
import { backendsAt, itemsOf } from "./backend-state.ts";
import type { Side } from "./check.ts";
import { keyOf, type LiveObjects, switchedOf } from "./live.ts";
import type { ClusterView } from "./preflight.ts";
import { probesAt } from "./probe.ts";

const ours = encodeURIComponent("app.kubernetes.io/part-of=exposure,app.kubernetes.io/name=service-ingress");

/** Reads the live objects of services in one request for each kind; their backends only when they are asked for. */
export async function viewCluster(args: ClusterArgs, plans: readonly PlannedService[]): Promise<ClusterView> {
  const api = await openApiServer(args);
  const kinds = new Map(
    plans.map(({ live, service }) => live.switched(service)).map((id) => [listPath(id), id]),
  );
  const lists = await Promise.all(
    [...kinds].map(async ([path, { apiVersion, kind }]) => {
      const objects = itemsOf<LiveObject>(await api.get(`${path}?labelSelector=${ours}`));
      return objects.map((object) => [keyOf({ apiVersion, kind, ...object.metadata }), object] as const);
    }),
  );
  return { find: backendsAt(api), probe: probesAt(api), sides: sidesOf(plans, new Map(lists.flat())) };
}

/** Which backend the live object of each service leads to, by the service's name; none for a service without one. */
export function sidesOf(plans: readonly PlannedService[], live: LiveObjects): ReadonlyMap<string, Side> {
  return new Map(
    plans.flatMap((plan) => {
      const object = switchedOf(plan, live);
      return object === undefined ? [] : [[plan.service.name, markOf(object)]];
    }),
  );
}

/** The mark a service's object carries while the emergency backend serves. */
export function markOf({
  metadata,
}: {
  readonly metadata: Pick<LiveObject["metadata"], "annotations">;
}): Side {
  return metadata.annotations?.["exposure.dev/backend"] === "emergency" ? "emergency" : "primary";
}
