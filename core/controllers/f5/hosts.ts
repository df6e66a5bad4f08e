import type { ClassSpec } from "../../model/class.ts";
import { names } from "../../model/names.ts";
import type { Problem } from "../../model/problems.ts";
import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import { byHost, hostsOf } from "../hosts.ts";
import { hostManifest, ingressTls } from "../ingress.ts";
import { normalPath } from "../paths.ts";
import type { SharedObject } from "../service-plan.ts";
import { disagreements, serviceProblem } from "../service-problems.ts";
import { hostSettings, serverAnnotations } from "./fields.ts";
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

export function hostMaster(
  spec: ClassSpec,
  host: string,
  services: readonly [ServiceSpec, ...ServiceSpec[]],
): SharedObject {
  const name = masterName(spec, host);
  const [first] = services;
  // Several namespaces, hence no certificate of a service's own: nothing ties the master to one of them.
  const together = services.every(({ namespace }) => namespace === first.namespace);
  return {
    name,
    manifest: hostManifest({
      spec,
      name,
      host,
      namespace: together ? first.namespace : spec.namespace,
      annotations: {
        "nginx.org/mergeable-ingress-type": "master",
        // gRPC services have no say in hidden headers; all others agree.
        ...serverAnnotations(services.find((service) => !isGrpc(service)) ?? first, spec),
      },
      tls: ingressTls({ ...first, hosts: host === "" ? [] : [host] }),
    }),
  };
}

/** The class goes first: services of several classes may be in one namespace. */
export function masterName(spec: ClassSpec, host: string): string {
  return names.hostMaster(spec.name, host);
}

export function hostProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  return [...sharedHosts(services)].flatMap(([host, together]) => [
    ...severalHostsProblems(spec, host, together),
    ...hostSettings.flatMap((setting) =>
      disagreements(spec, together, {
        ...setting,
        code: "once-for-the-host",
        sentence: (first) =>
          `sets ${setting.words} once for ${named(host)}, and service "${first}" differs: make both the same, or give one a host of its own`,
      }),
    ),
    ...namespaceProblems(spec, host, together),
    ...pathProblems(spec, host, together),
    ...(host === "" ? rootProblems(spec, together) : []),
  ]);
}

function severalHostsProblems(spec: ClassSpec, host: string, together: readonly ServiceSpec[]) {
  return together
    .filter((service) => hostsOf(service).length > 1)
    .map((service) => {
      const others = together.filter(({ name }) => name !== service.name).map(({ name }) => `"${name}"`);
      return serviceProblem(spec, service, "hosts", {
        code: "single-host",
        sentence: `shares ${named(host)} only between services with no other host, and it is also a host of ${others.join(", ")}: make one service for each host, or use an ingress-nginx class`,
      });
    });
}

function namespaceProblems(spec: ClassSpec, host: string, together: readonly ServiceSpec[]) {
  if (!together.some(({ tls }) => tls?.secret !== undefined)) return [];
  return disagreements(spec, together, {
    field: "namespace",
    value: ({ namespace }) => namespace,
    code: "once-for-the-host",
    sentence: (first) =>
      `reads the certificate of ${named(host)} from one namespace, and service "${first}" is in another: put both into one namespace, or set tls to true for both`,
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
      const sentence = `serves path ${path} of ${named(host)} once, and service "${owner}" already has it: remove one of the two`;
      return [serviceProblem(spec, service, "paths", { code: "path-twice", sentence })];
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
      serviceProblem(spec, service, "paths", {
        code: "root-of-all-hosts",
        sentence:
          "cannot serve path / of all hosts while other services have no hosts either: give this service hosts or longer paths, or use an ingress-nginx class",
      }),
    );
}

function named(host: string): string {
  return host === "" ? "all hosts" : `host ${host}`;
}
