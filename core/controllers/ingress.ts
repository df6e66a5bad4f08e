import { type ActiveBackend, isPartial, type Switch } from "../model/failover.ts";
import { commonLabels, names } from "../model/names.ts";
import type { Backend, PathType, ServiceSpec } from "../model/service.ts";
import { isForCertificate, issuerAnnotation } from "./annotations.ts";
import { hostsOf } from "./hosts.ts";
import type { ServingClass } from "./serving-class.ts";

/** An Ingress as it is applied to the cluster. */
export interface IngressManifest {
  readonly apiVersion: "networking.k8s.io/v1";
  readonly kind: "Ingress";
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Record<string, string>;
    readonly annotations: Record<string, string>;
  };
  readonly spec: {
    readonly ingressClassName: string;
    readonly tls?: IngressTls[];
    readonly rules: IngressRule[];
  };
}

export interface IngressTls {
  readonly hosts: string[];
  readonly secretName?: string;
}

/** Empty without a host: only the default certificate serves those requests, and it needs no entry. */
export function ingressTls({ hosts, tls }: Pick<ServiceSpec, "hosts" | "tls">): readonly IngressTls[] {
  if (tls === undefined || hosts.length === 0) return [];
  return [{ hosts: [...hosts], ...(tls.secret === undefined ? {} : { secretName: tls.secret }) }];
}

interface IngressRule {
  readonly host?: string;
  readonly http?: { readonly paths: IngressPath[] };
}

interface IngressPath extends RenderedPath {
  readonly backend: {
    readonly service: { readonly name: string; readonly port: { name: string } | { number: number } };
  };
}

/** A path as a controller wants it. */
export interface RenderedPath {
  readonly path: string;
  readonly pathType: Exclude<PathType, "Regex"> | "ImplementationSpecific";
}

/** Annotations by name; undefined values are left out. */
export type Annotations = Readonly<Record<string, string | undefined>>;

interface ServiceManifestArgs {
  readonly spec: ServingClass;
  readonly active: ActiveBackend;
  readonly annotations: Annotations;
  readonly paths: readonly RenderedPath[];
  readonly tls: readonly IngressTls[];
  /** Rules that a switch does not change. @default none */
  readonly standing?: readonly StandingRule[];
}

/** A rule whose paths lead where they always do. */
export interface StandingRule {
  readonly host: string;
  readonly paths: readonly (RenderedPath & { readonly backend: Backend })[];
}

/** The Ingress of one service, with a rule for each host. */
export function serviceManifest(args: ServiceManifestArgs): IngressManifest {
  const { service, backend } = args.active;
  const http = { paths: args.paths.map((path) => ({ ...path, backend: ingressBackend(backend) })) };
  return {
    ...ingressKind,
    metadata: serviceMetadata({ ...args, certificate: args.tls.length > 0 }),
    spec: {
      ingressClassName: names.ingressClass(args.spec.name),
      ...(args.tls.length === 0 ? {} : { tls: [...args.tls] }),
      rules: [
        ...hostsOf(service).map((host) => ({ ...rule(host), http })),
        ...(args.standing ?? []).map(({ host, paths }) => ({ host, http: { paths: paths.map(leading) } })),
      ],
    },
  };
}

interface MetadataArgs extends Pick<ServiceManifestArgs, "spec" | "active" | "annotations"> {
  /** Whether the object has the certificate of its hosts. */
  readonly certificate: boolean;
}

/** Metadata of the object that an emergency switch patches, whatever its kind. */
export function serviceMetadata(args: MetadataArgs): IngressManifest["metadata"] {
  const { service, emergency, switch: state } = args.active;
  return {
    name: service.ingress,
    namespace: service.namespace,
    labels: { ...labelsOf(args.spec, service), ...commonLabels("service-ingress", service.name) },
    annotations: complete({
      ...annotationsOf(args.spec, service, args.certificate),
      ...args.annotations,
      ...(emergency && switchAnnotations(state)),
    }),
  };
}

interface CanaryManifestArgs {
  readonly spec: ServingClass;
  readonly active: ActiveBackend;
  readonly emergency: Backend;
  readonly annotations: Annotations;
  /** Each leads to the emergency backend. */
  readonly paths: readonly RenderedPath[];
  /** @default the service's */
  readonly hosts?: readonly string[];
}

/** A second Ingress of a service, for the requests that go to the other backend. */
export function canaryManifest(args: CanaryManifestArgs): IngressManifest {
  const { service, switch: state } = args.active;
  const paths = args.paths.map((path) => leading({ ...path, backend: args.emergency }));
  return {
    ...ingressKind,
    metadata: {
      name: names.canary(service.ingress),
      namespace: service.namespace,
      labels: {
        ...(args.hosts === undefined && labelsOf(args.spec, service)),
        ...commonLabels("service-canary", service.name),
      },
      annotations: complete({
        ...(args.hosts === undefined && annotationsOf(args.spec, service, false)),
        ...args.annotations,
        ...(isPartial(args.active) && switchAnnotations(state)),
      }),
    },
    spec: {
      ingressClassName: names.ingressClass(args.spec.name),
      rules: (args.hosts ?? hostsOf(service)).map((host) => ({ ...rule(host), http: { paths } })),
    },
  };
}

/** @param certificate whether the Ingress has the certificate of its hosts */
function annotationsOf(spec: ServingClass, service: ServiceSpec, certificate: boolean): Annotations {
  const all = { ...spec.ingressDefaults.annotations, ...service.annotations };
  return {
    ...Object.fromEntries(Object.entries(all).filter(([name]) => !isForCertificate(name))),
    ...(certificate && certificateAnnotations(spec, service)),
  };
}

/** What the Ingress that has a service's certificate carries for it. */
export function certificateAnnotations(
  { ingressDefaults }: ServingClass,
  service: ServiceSpec,
): Readonly<Record<string, string>> {
  // cert-manager refuses an Ingress whose certificate has no Secret to go to.
  if (service.tls?.secret === undefined) return {};
  const all = { ...ingressDefaults.annotations, ...service.annotations };
  return {
    ...Object.fromEntries(Object.entries(all).filter(([name]) => isForCertificate(name))),
    ...issuerAnnotation(service),
  };
}

function labelsOf({ ingressDefaults }: ServingClass, { labels }: ServiceSpec): Record<string, string> {
  return { ...ingressDefaults.labels, ...labels };
}

/** Tells a reader of the object that it is switched, why, and for how long. */
function switchAnnotations(state: Switch): Annotations {
  return { "exposure.dev/backend": "emergency", ...occasionAnnotations(state) };
}

/** The part of them that does not say that the emergency backend serves all requests. */
export function occasionAnnotations({ mode, reason, until, since }: Switch): Annotations {
  return {
    "exposure.dev/switch": mode === "on" ? undefined : mode,
    "exposure.dev/reason": reason,
    "exposure.dev/since": since,
    "exposure.dev/until": until,
  };
}

interface HostManifestArgs {
  readonly spec: ServingClass;
  readonly name: string;
  readonly namespace: string;
  readonly host: string;
  readonly annotations: Annotations;
  readonly tls: readonly IngressTls[];
}

/** An Ingress that has a host and no paths of its own. */
export function hostManifest(args: HostManifestArgs): IngressManifest {
  return {
    ...ingressKind,
    metadata: {
      name: args.name,
      namespace: args.namespace,
      labels: commonLabels("host-master", args.spec.name),
      annotations: complete(args.annotations),
    },
    spec: {
      ingressClassName: names.ingressClass(args.spec.name),
      ...(args.tls.length === 0 ? {} : { tls: [...args.tls] }),
      rules: [rule(args.host)],
    },
  };
}

export const ingressKind = { apiVersion: "networking.k8s.io/v1", kind: "Ingress" } as const;

/** What follows a service's name in the Pulumi names of its Ingresses. */
export const ingressSuffix = { switched: "ingress", canary: "canary" } as const;

function rule(host: string): IngressRule {
  return host === "" ? {} : { host };
}

function leading({ backend, ...path }: StandingRule["paths"][number]): IngressPath {
  return { ...path, backend: ingressBackend(backend) };
}

function ingressBackend({ service, port }: Backend): IngressPath["backend"] {
  return { service: { name: service, port: typeof port === "number" ? { number: port } : { name: port } } };
}

function complete(annotations: Annotations): Record<string, string> {
  const named = Object.entries({ ...annotations, ...skipAwait }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(named.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

// Otherwise the engine waits up to ten minutes for each Ingress to get an address in its status. F5 publishes none on a
// bare node, no controller does while its nodes are down, and an emergency switch must finish as soon as the API server
// has accepted it.
const skipAwait = { "pulumi.com/skipAwait": "true" } as const;
