import type { ApiServer } from "../../components/cluster/api-server.ts";
import { type ActiveBackend, isPartial } from "../../components/failover/plan.ts";
import { itemsOf } from "../../components/preflight/backend-state.ts";

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
        readonly paths: readonly { readonly backend: { readonly service?: { readonly name: string } } }[];
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

/** What differs from the plan for a service, in a few words; undefined where it is as planned. */
export function deviation(one: ActiveBackend, live: LiveIngresses, canary: string): string | undefined {
  const { service, backend } = one;
  const ingress = live.get(`${service.namespace}/${service.ingress}`);
  if (ingress === undefined) return "has no Ingress";
  const found = leadsTo(ingress);
  if (found.length !== 1 || found[0] !== backend.service) {
    return `is served by ${found.join(", ") || "nobody"} in place of ${backend.service}`;
  }
  const second = live.get(`${service.namespace}/${canary}`);
  if (isPartial(one)) return isCanary(second) ? undefined : "has no canary Ingress";
  return isCanary(second) ? "still has a canary Ingress" : undefined;
}

/** Whether an Ingress is there, and takes a part of some service's requests. */
export function isCanary(ingress: LiveIngress | undefined): boolean {
  return ingress?.metadata.annotations?.["exposure.dev/switch"] !== undefined;
}
