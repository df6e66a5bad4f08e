import { isDeepStrictEqual } from "node:util";
import type { LiveObject, ObjectId, ServiceObjectId, Share } from "../controllers/live-view.ts";
import {
  canaryObject,
  type PlannedService,
  sharingObject,
  switchedObject,
} from "../controllers/service-plan.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import { listPath, objectPath } from "../kubernetes/object-path.ts";
import { isPartial } from "../model/failover.ts";
import { type Backend, isSameBackend } from "../model/service.ts";
import { backendsAt, type FindBackend, fewBackendsAt, itemsOf } from "./backend-state.ts";

/** Live objects by {@link keyOf} their ids. */
export type LiveObjects = ReadonlyMap<string, LiveObject>;

/** So many services are read one by one, more by lists of all that is there. */
const few = 20;

/** The objects that serve these services, and their canaries, as the API server has them. */
export async function readLive(
  api: Pick<ApiServer, "get">,
  plans: readonly PlannedService[],
): Promise<LiveObjects> {
  const ids = plans.flatMap(objectIds);
  return new Map(plans.length <= few ? await readEach(api, ids) : await readAll(api, ids));
}

/** Where the API server has an object. */
export function pathOf({ namespace, name, ...kind }: ObjectId): string {
  return objectPath(kind, namespace, name);
}

/** Tells live objects apart. */
export function keyOf({ kind, namespace, name }: ObjectId): string {
  return `${kind}/${namespace}/${name}`;
}

/** How the backends of these services are looked up. */
export function backendsOf(plans: readonly PlannedService[], api: Pick<ApiServer, "get">): FindBackend {
  return plans.length <= few ? fewBackendsAt(api) : backendsAt(api);
}

const [label, exposure] = ["app.kubernetes.io/part-of", "exposure"] as const;

type Found = readonly (readonly [key: string, object: LiveObject])[];

async function readAll(api: Pick<ApiServer, "get">, ids: readonly ObjectId[]): Promise<Found> {
  const ours = encodeURIComponent(`${label}=${exposure}`);
  const kinds = new Map(ids.map((id) => [listPath(id), id]));
  const found = await Promise.all(
    [...kinds].map(async ([path, { apiVersion, kind }]) => {
      const list = itemsOf<LiveObject>(await api.get(`${path}?labelSelector=${ours}`));
      return list.map((object) => [keyOf({ apiVersion, kind, ...object.metadata }), object] as const);
    }),
  );
  return found.flat();
}

/** An object of the same name that is not of an exposure stack counts as missing. */
async function readEach(api: Pick<ApiServer, "get">, ids: readonly ObjectId[]): Promise<Found> {
  const found = await Promise.all(
    ids.map(async (id) => [keyOf(id), (await api.get(pathOf(id))) as LiveObject | undefined] as const),
  );
  return found.flatMap(([key, object]) =>
    object?.metadata.labels?.[label] === exposure ? [[key, object] as const] : [],
  );
}

/** The live object that the emergency switch of a service patches. */
export function switchedOf(
  { live: view, service }: Pick<PlannedService, "live" | "service">,
  live: LiveObjects,
): LiveObject | undefined {
  return live.get(keyOf(view.switched(service)));
}

/** The live object beside it that takes a part of the requests. */
export function canaryOf(
  { live: view, service }: Pick<PlannedService, "live" | "service">,
  live: LiveObjects,
): LiveObject | undefined {
  const id = view.canary(service);
  return id && live.get(keyOf(id));
}

/** The objects that a switch of a service may concern; a canary need not exist. */
export function objectIds({
  live,
  service,
}: Pick<PlannedService, "live" | "service">): readonly ServiceObjectId[] {
  const canary = live.canary(service);
  return [live.switched(service), ...(canary === undefined ? [] : [canary])];
}

/** Whether an object leads to this backend and to no other. */
export function leadsOnlyTo(
  { live }: Pick<PlannedService, "live">,
  object: LiveObject,
  backend: Backend,
): boolean {
  const found = live.leadsTo(object);
  return found.length > 0 && found.every((other) => isSameBackend(other, backend));
}

/**
 * When the routes of an object were changed last, at the latest: the API server keeps one time for each manager, of
 * the last change to any field it manages.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#managed-fields
 */
export function changedBy({ live }: Pick<PlannedService, "live">, object: LiveObject): string | undefined {
  return (object.metadata.managedFields ?? [])
    .flatMap(({ time, fieldsV1 }) =>
      time !== undefined && fieldsV1?.["f:spec"]?.[live.routes] !== undefined ? [time] : [],
    )
    .toSorted()
    .at(-1);
}

/** The live object that says which part of the requests goes to the emergency backend. */
export function sharingOf(plan: PlannedService, live: LiveObjects): LiveObject | undefined {
  return plan.live.canary(plan.service) === undefined ? switchedOf(plan, live) : canaryOf(plan, live);
}

/** The part of a service's requests that a drill or a weight takes, as it is live. */
export function shareTaken(plan: PlannedService, live: LiveObjects): Share | undefined {
  const object = sharingOf(plan, live);
  return object && plan.live.share(object);
}

/** Whether a switch concerns a canary beside the service: a drill or weight is planned or live, or it is missing. */
export function concernsCanary(plan: PlannedService, live: LiveObjects): boolean {
  if (plan.live.canary(plan.service) === undefined) return false;
  const missing = canaryObject(plan) !== undefined && canaryOf(plan, live) === undefined;
  return isPartial(plan.active) || shareTaken(plan, live) !== undefined || missing;
}

/** What differs from the plan for a service, in a few words; undefined where it is as planned. */
export function deviation(plan: PlannedService, live: LiveObjects): string | undefined {
  const { active } = plan;
  const object = switchedOf(plan, live);
  const planned = canaryObject(plan);
  if (object === undefined) return `has no ${plan.live.switched(plan.service).kind}`;
  if (!leadsOnlyTo(plan, object, active.backend)) {
    const [found, meant] = [plan.live.leadsTo(object), [active.backend]];
    const byPort = named(found) === named(meant);
    return `is served by ${named(found, byPort)} in place of ${named(meant, byPort)}`;
  }
  const spoken = otherwiseSpoken(plan, object);
  if (spoken !== undefined) return spoken;
  if (planned !== undefined && canaryOf(plan, live) === undefined) return `has no canary ${planned.kind}`;
  const sharing = sharingObject(plan);
  const meant = sharing && plan.live.share(sharing);
  const taken = shareTaken(plan, live);
  if (isDeepStrictEqual(meant, taken)) return undefined;
  const byPort = shown(meant) === shown(taken);
  return isPartial(active)
    ? `has ${shown(taken, byPort) ?? "nothing"} in place of ${shown(meant, byPort)}`
    : `still has ${shown(taken)}`;
}

/** An annotation by which the backend that serves would be spoken to as the other one is. */
function otherwiseSpoken(plan: PlannedService, { metadata }: LiveObject): string | undefined {
  const { otherSide } = plan;
  if (otherSide === undefined) return undefined;
  const meant: Readonly<Record<string, string>> = switchedObject(plan).metadata.annotations;
  const live = metadata.annotations ?? {};
  const wrong = Object.keys({ ...meant, ...otherSide }).find(
    (name) =>
      !name.startsWith("exposure.dev/") && meant[name] !== otherSide[name] && meant[name] !== live[name],
  );
  if (wrong === undefined) return undefined;
  const [found, wanted] = [live[wrong], meant[wrong]].map((value) =>
    value === undefined ? "none" : JSON.stringify(value),
  );
  return `has annotation ${wrong} as ${found} in place of ${wanted}`;
}

/** A share in a few words: `drill: shop-2`, `weighted 25 %: shop-2`. */
export function shown(share: Share | undefined, byPort = false): string | undefined {
  if (share === undefined) return undefined;
  const { mode, weight, backends } = share;
  return `${mode}${weight === undefined ? "" : ` ${weight} %`}: ${named(backends, byPort)}`;
}

/** Backends by their Services, each once, and by their ports too where the names alone would not tell them apart. */
export function named(backends: readonly Backend[], byPort = false): string {
  const all = backends.map(({ service, port }) => (byPort ? `${service}:${port}` : service));
  return [...new Set(all)].join(", ") || "no backend";
}
