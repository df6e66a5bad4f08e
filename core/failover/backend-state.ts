import type { ApiServer } from "../kubernetes/api-server.ts";

/** What is there of a Service, as far as a switch depends on it. */
export interface BackendState {
  readonly ports: readonly {
    readonly name?: string;
    readonly port: number;
    readonly appProtocol?: string;
  }[];
  /** Addresses that are ready to serve. */
  readonly ready: number;
  /** An ExternalName: the cluster does not know the readiness of a name outside it. */
  readonly external: boolean;
}

/** Looks a Service up; undefined where there is none. */
export type FindBackend = (namespace: string, service: string) => Promise<BackendState | undefined>;

interface Service {
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly type?: string; readonly ports?: BackendState["ports"] };
}

interface EndpointSlice {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly endpoints?: readonly Endpoint[] | null;
}

interface Endpoint {
  readonly addresses: readonly string[];
  readonly conditions?: { readonly ready?: boolean };
}

/** By which an EndpointSlice says whose endpoints it has. */
const serviceLabel = "kubernetes.io/service-name";

/** Reads each namespace once, however many of its Services are asked for. */
export function backendsAt(api: Pick<ApiServer, "get">): FindBackend {
  const namespaces = new Map<string, Promise<ReadonlyMap<string, BackendState>>>();
  return async (namespace, service) => {
    const known = namespaces.get(namespace) ?? readNamespace(api, namespace);
    namespaces.set(namespace, known);
    return (await known).get(service);
  };
}

/** Reads each Service by itself: for a few of them, where their namespace may have thousands. */
export function fewBackendsAt(api: Pick<ApiServer, "get">): FindBackend {
  const services = new Map<string, Promise<BackendState | undefined>>();
  return (namespace, service) => {
    const key = `${namespace}/${service}`;
    const known = services.get(key) ?? readBackend(api, namespace, service);
    services.set(key, known);
    return known;
  };
}

/** A Service as the API server has it, undefined where there is none, and the EndpointSlices that are of it. */
export async function readService<Slice>(
  api: Pick<ApiServer, "get">,
  namespace: string,
  name: string,
): Promise<{ readonly service: unknown; readonly slices: readonly Slice[] }> {
  const selector = encodeURIComponent(`${serviceLabel}=${name}`);
  const [service, slices] = await Promise.all([
    api.get(`/api/v1/namespaces/${namespace}/services/${name}`),
    api.get(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=${selector}`),
  ]);
  return { service, slices: itemsOf<Slice>(slices) };
}

async function readBackend(api: Pick<ApiServer, "get">, namespace: string, name: string) {
  const { service, slices } = await readService<EndpointSlice>(api, namespace, name);
  const found = service === undefined ? [] : [service as Service];
  return backendStates(found, slices).get(name);
}

async function readNamespace(api: Pick<ApiServer, "get">, namespace: string) {
  const [services, slices] = await Promise.all([
    api.get(`/api/v1/namespaces/${namespace}/services`),
    api.get(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`),
  ]);
  return backendStates(itemsOf<Service>(services), itemsOf<EndpointSlice>(slices));
}

/** Pure half of {@link backendsAt}: the Services of one namespace by name. */
export function backendStates(
  services: readonly Service[],
  slices: readonly EndpointSlice[],
): ReadonlyMap<string, BackendState> {
  const ready = new Map<string, Set<string>>();
  for (const { metadata, endpoints } of slices) {
    const service = metadata.labels?.[serviceLabel] ?? "";
    const addresses = ready.get(service) ?? new Set();
    ready.set(service, addresses);
    // Dual-stack Services have each endpoint in a slice for each family: its first address tells them apart.
    for (const { addresses: of, conditions } of endpoints ?? []) {
      // A condition that is not said is to be taken for true (discovery.k8s.io/v1).
      if (conditions?.ready !== false && of[0] !== undefined) addresses.add(of[0]);
    }
  }
  return new Map(
    services.map(({ metadata: { name }, spec }) => [
      name,
      {
        ports: spec?.ports ?? [],
        ready: ready.get(name)?.size ?? 0,
        external: spec?.type === "ExternalName",
      },
    ]),
  );
}

export function itemsOf<T>(list: unknown): readonly T[] {
  const { items } = (list ?? {}) as { readonly items?: readonly T[] | null };
  return items ?? [];
}
