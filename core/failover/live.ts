import { isDeepStrictEqual } from "node:util";
import { backendsOfPaths, type LeadingPath } from "../controllers/backends.ts";
import type { IngressPlan } from "../controllers/plan-services.ts";
import { type Share, shareOf } from "../controllers/share.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import { names } from "../model/names.ts";
import { type Backend, isSameBackend } from "../model/service.ts";
import { backendsAt, type FindBackend, fewBackendsAt, itemsOf } from "./backend-state.ts";
import { isPartial } from "./plan.ts";

/** An Ingress as the API server has it, as far as it says who serves. */
export interface LiveIngress {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly ManagedFields[];
  };
  readonly spec: {
    readonly rules?: readonly {
      readonly http?: {
        readonly paths: readonly LeadingPath[];
      };
    }[];
  };
}

/** Which fields a manager has set, and when last. */
export interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  readonly time?: string;
  readonly fieldsV1?: {
    readonly "f:metadata"?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly "f:spec"?: Readonly<Record<string, unknown>>;
  };
}

export type LiveIngresses = ReadonlyMap<string, LiveIngress>;

/** So many services are read one by one, more by lists of all that is there. */
const few = 20;

/** The Ingresses of exposure stacks by `namespace/name`, those of these services at least: every one where none are named. */
export async function readIngresses(
  api: Pick<ApiServer, "get">,
  plans?: readonly IngressPlan[],
): Promise<LiveIngresses> {
  const asked = plans !== undefined && plans.length <= few ? plans : undefined;
  const found = asked === undefined ? await readAll(api) : await readEach(api, asked);
  return new Map(found.map((one) => [`${one.metadata.namespace}/${one.metadata.name}`, one]));
}

/** Where the API server has an Ingress. */
export function ingressPath(namespace: string, name: string): string {
  return `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses/${name}`;
}

/** How the backends of these services are looked up. */
export function backendsOf(plans: readonly IngressPlan[], api: Pick<ApiServer, "get">): FindBackend {
  return plans.length <= few ? fewBackendsAt(api) : backendsAt(api);
}

const [label, exposure] = ["app.kubernetes.io/part-of", "exposure"] as const;

async function readAll(api: Pick<ApiServer, "get">): Promise<readonly LiveIngress[]> {
  const ours = encodeURIComponent(`${label}=${exposure}`);
  return itemsOf<LiveIngress>(await api.get(`/apis/networking.k8s.io/v1/ingresses?labelSelector=${ours}`));
}

/** Somebody else's by the same name is none of ours. */
async function readEach(
  api: Pick<ApiServer, "get">,
  plans: readonly IngressPlan[],
): Promise<readonly LiveIngress[]> {
  const found = await Promise.all(
    plans.flatMap(({ service: { namespace, ingress } }) =>
      [ingress, names.canary(ingress)].map(
        async (name) => (await api.get(ingressPath(namespace, name))) as LiveIngress | undefined,
      ),
    ),
  );
  return found.filter((one) => one?.metadata.labels?.[label] === exposure) as readonly LiveIngress[];
}

/** The backends an Ingress leads to, each once. */
export function leadsTo({ spec }: LiveIngress): readonly Backend[] {
  return backendsOfPaths((spec.rules ?? []).flatMap(({ http }) => http?.paths ?? []));
}

/** Whether an Ingress leads to this backend and to no other. */
export function leadsOnlyTo(ingress: LiveIngress, backend: Backend): boolean {
  const found = leadsTo(ingress);
  return found.length > 0 && found.every((one) => isSameBackend(one, backend));
}

/**
 * When the rules of an Ingress were changed last, at the latest: the API server keeps one time for each manager, of
 * the last change to any field it manages.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#managed-fields
 */
export function changedBy({ metadata: { managedFields = [] } }: LiveIngress): string | undefined {
  return managedFields
    .flatMap(({ time, fieldsV1 }) =>
      time !== undefined && fieldsV1?.["f:spec"]?.["f:rules"] !== undefined ? [time] : [],
    )
    .toSorted()
    .at(-1);
}

/** The live Ingress beside a service's own. */
export function canaryOf(
  { service }: Pick<IngressPlan, "service">,
  live: LiveIngresses,
): LiveIngress | undefined {
  return live.get(`${service.namespace}/${names.canary(service.ingress)}`);
}

/** Whether a drill or a weight is planned for a service or still live, or its canary is missing: then that is concerned too. */
export function concernsCanary(plan: IngressPlan, live: LiveIngresses): boolean {
  const canary = canaryOf(plan, live);
  const missing = plan.canary !== undefined && canary === undefined;
  return isPartial(plan.active) || shareOf(canary) !== undefined || missing;
}

/** What differs from the plan for a service, in a few words; undefined where it is as planned. */
export function deviation(plan: IngressPlan, live: LiveIngresses): string | undefined {
  const { service, active } = plan;
  const ingress = live.get(`${service.namespace}/${service.ingress}`);
  if (ingress === undefined) return "has no Ingress";
  if (!leadsOnlyTo(ingress, active.backend)) {
    const [found, meant] = [leadsTo(ingress), [active.backend]];
    const byPort = named(found) === named(meant);
    return `is served by ${named(found, byPort)} in place of ${named(meant, byPort)}`;
  }
  const canary = canaryOf(plan, live);
  if (plan.canary !== undefined && canary === undefined) return "has no canary Ingress";
  const [planned, taken] = [plan.canary, canary].map(shareOf);
  if (isDeepStrictEqual(planned, taken)) return undefined;
  const byPort = shown(planned) === shown(taken);
  return isPartial(active)
    ? `has ${shown(taken, byPort) ?? "nothing"} in place of ${shown(planned, byPort)}`
    : `still has ${shown(taken)}`;
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
  return [...new Set(all)].join(", ") || "nobody";
}
