import { names } from "../model/names.ts";
import { type Backend, isSameBackend, type ServiceSpec } from "../model/service.ts";
import { ingressKind, ingressSuffix } from "./ingress.ts";

/** What identifies an object in the cluster. */
export interface ObjectId {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** One of a service's objects. */
export interface ServiceObjectId extends ObjectId {
  /** Follows the service's name in the object's Pulumi name: `api-ingress`. */
  readonly suffix: string;
}

/** An object as the API server returns it; each view knows what it reads from `spec`. */
export interface LiveObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly ManagedFields[];
  };
  readonly spec?: unknown;
}

/** Which fields a manager has set, and when last. */
export interface ManagedFields {
  readonly manager?: string;
  readonly operation?: string;
  /** RFC 3339. */
  readonly time?: string;
  readonly fieldsV1?: {
    readonly "f:metadata"?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly "f:spec"?: Readonly<Record<string, unknown>>;
  };
}

/** What a canary sends to the emergency backend. */
export interface Share {
  /** `drill` or `weighted`. */
  readonly mode: string;
  /** Percent of the requests, with `weighted`. */
  readonly weight?: number;
  /** Where they go, without duplicates. */
  readonly backends: readonly Backend[];
}

/** How a controller's objects are read back: which ones serve a service, and where they lead. */
export interface LiveView {
  /** The object that an emergency switch patches. */
  switched(service: ServiceSpec): ServiceObjectId;
  /**
   * The object beside it that takes part of the requests; it need not exist. Undefined where the switched object does
   * that itself.
   */
  canary(service: ServiceSpec): ServiceObjectId | undefined;
  /** Field below `spec` that says where requests go, as `managedFields` names it: `f:rules`. */
  readonly routes: string;
  /** The backends that an object leads to, without duplicates. */
  leadsTo(object: Pick<LiveObject, "spec">): readonly Backend[];
  /** Whether an object is only a part of its host, whose settings another object has. */
  sharesHost(object: Pick<LiveObject, "metadata">): boolean;
  /** The parts of an object's `spec`, by name, that an emergency switch leaves as they are. */
  withoutBackends(object: Pick<LiveObject, "spec">, service: ServiceSpec): Readonly<Record<string, unknown>>;
  /** What a canary, or an object without one, takes from the service's primary; undefined if nothing. */
  share(
    object: Pick<LiveObject, "spec"> & { readonly metadata: Pick<LiveObject["metadata"], "annotations"> },
  ): Share | undefined;
}

/** The part of an Ingress path that says where its requests go. */
export interface LeadingPath {
  readonly path?: string;
  readonly pathType?: string;
  readonly backend: {
    readonly service?: {
      readonly name: string;
      readonly port: { readonly name: string } | { readonly number: number };
    };
  };
}

/** The paths of a canary that take requests, and their weight in percent. */
export interface Taken {
  readonly paths: readonly LeadingPath[];
  readonly weight: number;
}

interface IngressViewArgs {
  /** What a canary takes, by the controller's own marks. */
  readonly taken: (paths: readonly LeadingPath[], annotations: Readonly<Record<string, string>>) => Taken;
  /** Whether a rule of a service's own Ingress says where its requests go. @default each does */
  readonly leads?: (rule: LeadingRule) => boolean;
  /** Whether an Ingress is only a part of its host. @default none is */
  readonly sharesHost?: LiveView["sharesHost"];
}

interface LeadingRule {
  readonly host?: string;
  readonly http?: { readonly paths: readonly LeadingPath[] };
}

/** The view of services that are one Ingress each, with or without a canary Ingress beside it. */
export function ingressView({
  taken,
  leads = () => true,
  sharesHost = () => false,
}: IngressViewArgs): LiveView {
  return {
    switched: ({ namespace, ingress }) => {
      return { ...ingressKind, namespace, name: ingress, suffix: ingressSuffix.switched };
    },
    canary: ({ namespace, ingress }) => {
      return { ...ingressKind, namespace, name: names.canary(ingress), suffix: ingressSuffix.canary };
    },
    routes: "f:rules",
    sharesHost,
    leadsTo: (object) => backendsOfPaths(pathsOf(object, leads)),
    withoutBackends: ({ spec }) => {
      const { rules = [], ...rest } = (spec ?? {}) as { readonly rules?: readonly LeadingRule[] };
      const routes = rules.map(({ host, http }) => ({
        host,
        paths: http?.paths.map(({ path, pathType }) => ({ path, pathType })),
      }));
      return { ...rest, rules: routes };
    },
    share: (canary) => {
      const { annotations = {} } = canary.metadata;
      const mode = annotations["exposure.dev/switch"];
      if (mode === undefined) return undefined;
      const { paths, weight } = taken(pathsOf(canary), annotations);
      return { mode, ...(mode === "weighted" && { weight }), backends: backendsOfPaths(paths) };
    },
  };
}

function pathsOf(
  { spec }: Pick<LiveObject, "spec">,
  leads: (rule: LeadingRule) => boolean = () => true,
): readonly LeadingPath[] {
  const { rules = [] } = (spec ?? {}) as { readonly rules?: readonly LeadingRule[] };
  return rules.filter(leads).flatMap(({ http }) => http?.paths ?? []);
}

function backendsOfPaths(paths: readonly LeadingPath[]): readonly Backend[] {
  const all = paths.flatMap(({ backend: { service } }): Backend[] => {
    if (service === undefined) return [];
    const { name, port } = service;
    return [{ service: name, port: "name" in port ? port.name : port.number }];
  });
  return all.filter(
    (backend, index) => all.findIndex((earlier) => isSameBackend(earlier, backend)) === index,
  );
}
