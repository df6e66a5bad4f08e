import type { ClassSpec } from "../../model/class.ts";
import { names } from "../../model/names.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { toSeconds } from "../../model/units.ts";
import { type Annotations, hostManifest, hostsOf, type IngressTls } from "../ingress-manifest.ts";
import { nginxPorts } from "../nginx/container-ports.ts";
import type { MasterPlan } from "../service-controller.ts";
import { disagreements, serviceProblem } from "../service-rules.ts";
import { byHost, isGrpc, normalPath } from "../service-text.ts";
import { f5Paths } from "./paths.ts";

/**
 * F5 gives a host to one Ingress. Where several services share it, a master holds the host with everything
 * nginx has once a server, and each service is a minion with its paths.
 *
 * The second service on a host makes the first one's Ingress a minion, after the master is there: the host
 * stays with it until then. The last but one to go makes the remaining Ingress an ordinary one again; where
 * that is younger than the master, the host answers 404 until the master is deleted at the end of the update.
 */
export function sharedHosts(services: readonly ServiceSpec[]): ReadonlyMap<string, readonly ServiceSpec[]> {
  return new Map([...byHost(services)].filter(([, together]) => together.length > 1));
}

export function masterPlan(
  spec: ClassSpec,
  host: string,
  services: readonly [ServiceSpec, ...ServiceSpec[]],
): MasterPlan {
  const name = masterName(spec, host);
  const [first] = services;
  // Several namespaces, hence no certificate of a service's own: nothing ties the master to one of them.
  const together = services.every(({ namespace }) => namespace === first.namespace);
  return {
    name,
    class: spec,
    manifest: hostManifest({
      spec,
      name,
      host,
      namespace: together ? first.namespace : spec.namespace,
      annotations: {
        "nginx.org/mergeable-ingress-type": "master",
        // Hidden headers are of no concern to gRPC; whoever is concerned agrees.
        ...hostAnnotations(services.find((service) => !isGrpc(service)) ?? first, spec),
      },
      tls: f5Tls({ ...first, hosts: host === "" ? [] : [host] }),
    }),
  };
}

/** The class goes first: services of several classes may be in one namespace. */
export function masterName(spec: ClassSpec, host: string): string {
  return names.hostMaster(spec.name, host);
}

/** What nginx has once a server. */
export function hostAnnotations(service: ServiceSpec, spec: ClassSpec): Annotations {
  const { hosts, tls, forceHttps, hsts, headers, upstreamKeepAlive } = service;
  const { http, https } = nginxPorts(spec);
  const hostless = hosts.length === 0;
  const hidden = isGrpc(service) ? [] : headers.hide;
  return {
    // F5 redirects by default wherever it has HTTPS, and without a host it always has.
    "nginx.org/ssl-redirect": tls !== undefined || hostless ? String(forceHttps !== undefined) : undefined,
    "nginx.org/http-redirect-code": forceHttps && String(forceHttps.status),
    "nginx.org/hsts": hsts && "true",
    "nginx.org/hsts-max-age": hsts && String(toSeconds(hsts.maxAge)),
    "nginx.org/hsts-include-subdomains": hsts && String(hsts.includeSubdomains),
    "nginx.org/proxy-hide-headers": hidden.length === 0 ? undefined : hidden.join(","),
    "nginx.org/keepalive": upstreamKeepAlive === undefined ? undefined : String(upstreamKeepAlive),
    // A server without host listens where the controller's arguments say.
    "nginx.org/listen-ports": hostless || http === 80 ? undefined : String(http),
    "nginx.org/listen-ports-ssl": hostless || tls === undefined || https === 443 ? undefined : String(https),
  };
}

/** Without a host there is only the class' certificate, and no section to name it in. */
export function f5Tls({ hosts, tls }: Pick<ServiceSpec, "hosts" | "tls">): readonly IngressTls[] {
  if (tls === undefined || hosts.length === 0) return [];
  return [{ hosts: [...hosts], ...(tls.secret === undefined ? {} : { secretName: tls.secret }) }];
}

export function hostProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  return [...sharedHosts(services)].flatMap(([host, together]) => [
    ...severalHostsProblems(spec, host, together),
    ...settings.flatMap((setting) =>
      disagreements(spec, together, {
        ...setting,
        sentence: (other) =>
          `sets ${setting.words} once for ${named(host)}, which service "${other}" has otherwise: make both the same, or give one a host of its own`,
      }),
    ),
    ...namespaceProblems(spec, host, together),
    ...pathProblems(spec, host, together),
    ...(host === "" ? rootProblems(spec, together) : []),
  ]);
}

const settings = [
  {
    field: "tls",
    words: "HTTPS and its certificate",
    of: ({ tls }: ServiceSpec) => (tls === undefined ? "off" : (tls.secret ?? true)),
  },
  {
    field: "forceHttps",
    words: "the redirect to HTTPS",
    of: ({ forceHttps }: ServiceSpec) => forceHttps?.status ?? "off",
  },
  { field: "hsts", words: "HSTS", of: ({ hsts }: ServiceSpec) => hsts ?? "off" },
  {
    field: "headers.hide",
    words: "hidden headers",
    of: (service: ServiceSpec) => (isGrpc(service) ? undefined : service.headers.hide),
  },
  {
    field: "upstreamKeepAlive",
    words: "upstream keep-alive",
    of: ({ upstreamKeepAlive }: ServiceSpec) => upstreamKeepAlive ?? "the class'",
  },
] as const;

function severalHostsProblems(spec: ClassSpec, host: string, together: readonly ServiceSpec[]) {
  return together
    .filter((service) => hostsOf(service).length > 1)
    .map((service) => {
      const others = together.filter(({ name }) => name !== service.name).map(({ name }) => `"${name}"`);
      return serviceProblem(
        spec,
        service,
        "hosts",
        `merges services only where each has one host, and ${named(host)} is shared with ${others.join(", ")}: make one service for each host, or use an ingress-nginx class`,
      );
    });
}

function namespaceProblems(spec: ClassSpec, host: string, together: readonly ServiceSpec[]) {
  if (!together.some(({ tls }) => tls?.secret !== undefined)) return [];
  return disagreements(spec, together, {
    field: "namespace",
    of: ({ namespace }) => namespace,
    sentence: (other) =>
      `reads the certificate of ${named(host)} from one namespace, and service "${other}" is in another: put both into one, or set tls to true for both`,
  });
}

/** The controller tells minions apart by path, whatever its type. */
function pathProblems(spec: ClassSpec, host: string, together: readonly ServiceSpec[]): readonly Problem[] {
  const owners = new Map<string, string>();
  return together.flatMap((service) => {
    const others = together.filter((other) => other !== service);
    const exact = others.flatMap(({ paths }) => paths.filter(({ type }) => type === "Exact"));
    return f5Paths(service, new Set(exact.map(({ path }) => path))).flatMap(({ path }) => {
      const owner = owners.get(path);
      owners.set(path, service.name);
      if (owner === undefined) return [];
      const sentence = `has ${path} of ${named(host)} twice, in "${owner}" and here: keep one of them`;
      return [serviceProblem(spec, service, "paths", sentence)];
    });
  });
}

/**
 * The controller answers 404 from a `location /` of its own on a master without host, whatever its minions
 * have, and nginx refuses the second one: nothing of the class would be reloaded any more.
 */
function rootProblems(spec: ClassSpec, together: readonly ServiceSpec[]): readonly Problem[] {
  return together
    .filter(({ paths }) => paths.some(({ path, type }) => type === "Prefix" && normalPath(path) === "/"))
    .map((service) =>
      serviceProblem(
        spec,
        service,
        "paths",
        "cannot serve / without a host beside other services without one: give this service hosts or longer paths, or use an ingress-nginx class",
      ),
    );
}

function named(host: string): string {
  return host === "" ? "all hosts" : `host ${host}`;
}
