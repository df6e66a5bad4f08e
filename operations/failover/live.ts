import type { ApiServer } from "../../components/cluster/api-server.ts";
import { isPartial } from "../../components/failover/plan.ts";
import { names } from "../../components/names.ts";
import { itemsOf } from "../../components/preflight/backend-state.ts";
import type { IngressPlan } from "../../components/service-ingress/plan.ts";
import { type Share, shareOf } from "../../components/service-ingress/share.ts";

/** An Ingress as the API server has it, as far as it says who serves. */
export interface LiveIngress {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly resourceVersion?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly {
      readonly time?: string;
      readonly fieldsV1?: { readonly "f:spec"?: Readonly<Record<string, unknown>> };
    }[];
  };
  readonly spec: {
    readonly rules?: readonly {
      readonly http?: {
        readonly paths: readonly {
          readonly path?: string;
          readonly backend: { readonly service?: { readonly name: string } };
        }[];
      };
    }[];
  };
}

export type LiveIngresses = ReadonlyMap<string, LiveIngress>;

const ours = encodeURIComponent("app.kubernetes.io/part-of=exposure");

/** Every Ingress of exposure stacks by `namespace/name`, in one request. */
export async function readIngresses(api: Pick<ApiServer, "get">): Promise<LiveIngresses> {
  const list = await api.get(`/apis/networking.k8s.io/v1/ingresses?labelSelector=${ours}`);
  return new Map(
    itemsOf<LiveIngress>(list).map((one) => [`${one.metadata.namespace}/${one.metadata.name}`, one]),
  );
}

/** Names of the Services an Ingress leads to, each once. */
export function leadsTo({ spec }: LiveIngress): readonly string[] {
  const names = (spec.rules ?? []).flatMap(({ http }) =>
    (http?.paths ?? []).flatMap(({ backend }) => backend.service?.name ?? []),
  );
  return [...new Set(names)];
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

/** What differs from the plan for a service, in a few words; undefined where it is as planned. */
export function deviation(plan: IngressPlan, live: LiveIngresses): string | undefined {
  const { service, active } = plan;
  const ingress = live.get(`${service.namespace}/${service.ingress}`);
  if (ingress === undefined) return "has no Ingress";
  const found = leadsTo(ingress);
  if (found.length !== 1 || found[0] !== active.backend.service) {
    return `is served by ${found.join(", ") || "nobody"} in place of ${active.backend.service}`;
  }
  const canary = canaryOf(plan, live);
  if (plan.canary !== undefined && canary === undefined) return "has no canary Ingress";
  const [planned, taken] = [plan.canary, canary].map((one) => shown(shareOf(one)));
  if (planned === taken) return undefined;
  return isPartial(active) ? `has ${taken ?? "nothing"} in place of ${planned}` : `still has ${taken}`;
}

/** A share in a few words: `drill: shop-2`, `weighted 25 %: shop-2`. */
export function shown(share: Share | undefined): string | undefined {
  if (share === undefined) return undefined;
  const { mode, weight, services } = share;
  return `${mode}${weight === undefined ? "" : ` ${weight} %`}: ${services.join(", ") || "nobody"}`;
}
