import type { ClassSpec } from "../../model/class.ts";
import { names } from "../../model/names.ts";
import type { Problem } from "../../model/problems.ts";
import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import { isForCertificate } from "../annotations.ts";
import { byHost, hostInWords, hostsOf } from "../hosts.ts";
import { type Annotations, certificateAnnotations, hostManifest, ingressTls } from "../ingress.ts";
import { normalPath } from "../paths.ts";
import type { SharedObject } from "../service-plan.ts";
import { disagreements, serviceProblem } from "../service-problems.ts";
import { hostSettings, serverAnnotations } from "./fields.ts";
import { f5Paths, takenBy } from "./paths.ts";

/**
 * The hosts of several services, with those services. F5 gives a host to a single Ingress: a master holds the host and
 * all settings of its nginx server, and each service is a minion with its paths.
 *
 * When a second service joins a host, the first one's Ingress becomes a minion only after the master exists, so the host
 * is served throughout. When only one service is left, its Ingress becomes an ordinary one again; if that is younger than
 * the master, the host answers 404 until the master is deleted at the end of the update.
 *
 * A host whose certificate comes from an issuer has a master even for one service: cert-manager answers the challenge of
 * HTTP-01 by an Ingress of its own for the same host, as another minion.
 */
export function sharedHosts(services: readonly ServiceSpec[]): ReadonlyMap<string, readonly ServiceSpec[]> {
  return new Map(
    [...byHost(services)].filter(
      ([, onHost]) => onHost.length > 1 || onHost.some(({ tls }) => tls?.issuer !== undefined),
    ),
  );
}

export function hostMaster(
  spec: ClassSpec,
  host: string,
  services: readonly [ServiceSpec, ...ServiceSpec[]],
): SharedObject {
  const name = masterName(spec, host);
  const [first] = services;
  // Services in several namespaces name no Secret, so nothing ties the master to one of these namespaces.
  const oneNamespace = services.every(({ namespace }) => namespace === first.namespace);
  return {
    name,
    manifest: hostManifest({
      spec,
      name,
      host,
      namespace: oneNamespace ? first.namespace : spec.namespace,
      annotations: {
        ...Object.assign({}, ...services.map((service) => certificateAnnotations(spec, service))),
        ...temporaryCertificate(services),
        "nginx.org/mergeable-ingress-type": "master",
        // All services agree, but gRPC services leave hidden headers to the others.
        ...serverAnnotations(services.find((service) => !isGrpc(service)) ?? first, spec),
        "nginx.org/app-root": services.find(({ appRoot }) => appRoot !== undefined)?.appRoot,
      },
      tls: ingressTls({ ...first, hosts: host === "" ? [] : [host] }),
    }),
  };
}

/**
 * Without a certificate F5 refuses every TLS handshake of the host, and a challenge that is redirected to HTTPS is never
 * answered.
 */
function temporaryCertificate(services: readonly ServiceSpec[]): Annotations {
  const needed = services.some(
    ({ tls, forceHttps }) => tls?.issuer !== undefined && forceHttps !== undefined,
  );
  return needed ? { "cert-manager.io/issue-temporary-certificate": "true" } : {};
}

/** Begins with the class, because one namespace can have services of several classes. */
export function masterName(spec: ClassSpec, host: string): string {
  return names.hostMaster(spec.name, host);
}

export function hostProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  return [...sharedHosts(services)].flatMap(([host, onHost]) => [
    ...severalHostsProblems(spec, host, onHost),
    ...hostSettings.flatMap((setting) =>
      disagreements(spec, onHost, {
        ...setting,
        code: "once-for-the-host",
        sentence: (first) =>
          `sets ${setting.words} once for ${hostInWords(host)}, and service "${first}" differs: make both the same, or give one a host of its own`,
      }),
    ),
    ...disagreements(spec, onHost, {
      field: "annotations",
      value: ({ annotations }) => {
        const found = Object.entries(annotations).filter(([name]) => isForCertificate(name));
        return found.length === 0 ? undefined : found.toSorted(([a], [b]) => (a < b ? -1 : 1));
      },
      code: "once-for-the-host",
      sentence: (first) =>
        `gets one certificate for ${hostInWords(host)}, and service "${first}" has other annotations for it: make both the same`,
    }),
    ...namespaceProblems(spec, host, onHost),
    ...pathProblems(spec, host, onHost),
    ...(host === "" ? rootProblems(spec, onHost) : []),
  ]);
}

function severalHostsProblems(spec: ClassSpec, host: string, onHost: readonly ServiceSpec[]) {
  return onHost
    .filter((service) => hostsOf(service).length > 1)
    .flatMap((service) => {
      const others = onHost.filter(({ name }) => name !== service.name).map(({ name }) => `"${name}"`);
      if (others.length === 0) return host === service.hosts[0] ? [issuerProblem(spec, service)] : [];
      return serviceProblem(spec, service, "hosts", {
        code: "single-host",
        sentence: `shares ${hostInWords(host)} only between services with no other host, and it is also a host of ${others.join(", ")}: make one service for each host, or use an ingress-nginx class`,
      });
    });
}

function issuerProblem(spec: ClassSpec, service: ServiceSpec): Problem {
  const field = service.tls?.issuer?.kind === "Issuer" ? "tls.issuer" : "tls.clusterIssuer";
  return serviceProblem(spec, service, field, {
    code: "single-host",
    sentence:
      "takes a certificate from an issuer only for a service with one host: make one service for each host, or name the Secret of a Certificate that you make (tls.secret)",
  });
}

function namespaceProblems(spec: ClassSpec, host: string, onHost: readonly ServiceSpec[]) {
  if (!onHost.some(({ tls }) => tls?.secret !== undefined)) return [];
  return disagreements(spec, onHost, {
    field: "namespace",
    value: ({ namespace }) => namespace,
    code: "once-for-the-host",
    sentence: (first) =>
      `reads the certificate of ${hostInWords(host)} from one namespace, and service "${first}" is in another: put both into one namespace, or set tls to true for both`,
  });
}

/** The controller tells minions apart by path, regardless of its type. */
function pathProblems(spec: ClassSpec, host: string, onHost: readonly ServiceSpec[]): readonly Problem[] {
  const owners = new Map<string, string>();
  return onHost.flatMap((service) => {
    const others = onHost.filter((other) => other !== service);
    const taken = takenBy(
      others.flatMap(({ paths }) => paths),
      service,
    );
    return f5Paths(service, taken).flatMap(({ path }) => {
      const owner = owners.get(path);
      owners.set(path, service.name);
      if (owner === undefined) return [];
      const sentence = `serves path ${path} of ${hostInWords(host)} once, and service "${owner}" already has it: remove one of the two`;
      return [serviceProblem(spec, service, "paths", { code: "path-twice", sentence })];
    });
  });
}

/**
 * On a master without a host the controller always writes its own `location /`, which answers 404. nginx refuses a second
 * one, and the whole class would no longer be reloaded.
 */
function rootProblems(spec: ClassSpec, onHost: readonly ServiceSpec[]): readonly Problem[] {
  return onHost
    .filter(({ paths }) => paths.some(({ path, type }) => type === "Prefix" && normalPath(path) === "/"))
    .map((service) =>
      serviceProblem(spec, service, "paths", {
        code: "root-of-all-hosts",
        sentence:
          "cannot serve path / of all hosts while other services have no hosts either: give this service hosts or longer paths, or use an ingress-nginx class",
      }),
    );
}
