import { isDeepStrictEqual } from "node:util";
import type { LiveObject } from "../controllers/live-view.ts";
import { type PlannedService, sharingObject } from "../controllers/service-plan.ts";
import { openApiServer } from "../kubernetes/api-server.ts";
import { listPath } from "../kubernetes/object-path.ts";
import type { Side } from "../model/failover.ts";
import type { ClusterArgs } from "../model/stack.ts";
import { backendsAt, itemsOf } from "./backend-state.ts";
import { keyOf, type LiveObjects, shareTaken, switchedOf } from "./live.ts";
import type { ClusterView, Move } from "./preflight.ts";
import { probesAt } from "./probe.ts";

const ours = encodeURIComponent(
  "app.kubernetes.io/part-of=exposure,app.kubernetes.io/name in (service-ingress,service-canary)",
);

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
  return { find: backendsAt(api), probe: probesAt(api), moves: movesOf(plans, new Map(lists.flat())) };
}

/**
 * What an update moves: services whose object leads to another backend than planned, and those of whose requests a canary
 * begins to take another part. A service without an object takes requests from no backend.
 */
export function movesOf(plans: readonly PlannedService[], live: LiveObjects): readonly Move[] {
  return plans.flatMap((plan) => {
    const { name } = plan.service;
    const object = switchedOf(plan, live);
    const to = plan.active.emergency ? "emergency" : "primary";
    const sharing = sharingObject(plan);
    const share = sharing && plan.live.share(sharing);
    const begins = share !== undefined && !isDeepStrictEqual(share, shareTaken(plan, live));
    return [
      ...(object === undefined || markOf(object) === to ? [] : [{ name, to } as const]),
      ...(begins ? [{ name, to: "emergency" } as const] : []),
    ];
  });
}

/** The mark a service's object carries while the emergency backend serves. */
export function markOf({
  metadata,
}: {
  readonly metadata: Pick<LiveObject["metadata"], "annotations">;
}): Side {
  return metadata.annotations?.["exposure.dev/backend"] === "emergency" ? "emergency" : "primary";
}
