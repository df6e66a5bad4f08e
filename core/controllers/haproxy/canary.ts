import type { ActiveBackend, Switch } from "../../model/failover.ts";
import { names } from "../../model/names.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { canaryNameRefusal } from "../canary.ts";
import { type Annotations, canaryManifest, type IngressManifest, type RenderedPath } from "../ingress.ts";
import { type Refusal, serviceProblem } from "../service-problems.ts";
import type { ServingClass } from "../serving-class.ts";

/** No name of DNS ends so (RFC 6761): nobody but HAProxy asks for these hosts. */
const domain = "canary.invalid";

const drillPath = "/drill";

/** Where the controller writes which backend each host and Exact path leads to. */
const exactPaths = "/etc/haproxy/maps/path-exact.map";

const lookup = (path: string) =>
  `http-request set-var(txn.path_match) var(txn.canary),concat(${path}),map(${exactPaths})`;

/**
 * Lines of the frontends for services in a drill or a weight. By then the controller's own rules have put the
 * backend of a request, say `shop_svc_cart_http`, into `txn.path_match`. Where its canary is a host of Ingresses,
 * `shop.svc.cart.canary.invalid`, with a path that is the request's lot or `/drill`, that path's backend takes its
 * place; where it is not, not yet or not any more, nothing changes. So who is switched, and how far, stands in Ingresses
 * alone: a change of these lines would be a reload, where the controller noticed it at all.
 *
 * The documented way, `route-acl`, is an annotation of the Service: it would belong to whoever owns that, and requests
 * without the mark would be answered 404 by an Ingress that leads there alone, as the switch's next step does.
 * @see https://github.com/haproxytech/kubernetes-ingress/blob/v3.2.11/documentation/canary-deployment.md
 */
export const canaryLines: readonly string[] = [
  "http-request set-var(txn.canary) var(txn.path_match),field(1,.),regsub(_[^_]*$,,),regsub(_,.,g)",
  "http-request set-var(txn.lot) rand(100)",
  lookup(`.${domain}/,txn.lot`),
  `${lookup(`.${domain}${drillPath}`)} if { req.hdr(${names.drill.header}) -m str always }`,
  `${lookup(`.${domain}${drillPath}`)} if { req.cook(${names.drill.cookie}) -m str always }`,
];

interface CanaryArgs {
  readonly spec: ServingClass;
  readonly active: ActiveBackend;
  /** The service's own: what HAProxy does to answers is said by whichever Ingress led there. */
  readonly annotations: Annotations;
  /** Another service of the class has the same Service behind it. */
  readonly shared: boolean;
}

/**
 * The Ingress that {@link canaryLines} look for, of each service with an emergency backend, whoever serves: HAProxy has
 * both backends at any time by it. A switch to one it had not would be answered 404 between the changed map, which
 * the controller hands over at once, and the reload that a new backend takes.
 */
export function haproxyCanary({
  spec,
  active,
  annotations,
  shared,
}: CanaryArgs): IngressManifest | undefined {
  const { service, switch: thrown } = active;
  const { backend, emergency } = service;
  if (emergency === undefined) return undefined;
  const paths = [{ ...exact("/primary"), backend }, exact("/emergency"), ...canaryPaths(thrown)];
  return canaryManifest({
    spec,
    active,
    emergency,
    annotations,
    paths,
    hosts: [canaryHost(service, shared)],
  });
}

/** Whether marked requests take a path of a canary. */
export function isDrill(path: string): boolean {
  return path === drillPath;
}

/** The lot of 0 to 99 whose requests take a path of a canary, if any. */
export function lotOf(path: string): number | undefined {
  const [, lot] = /^\/(\d{1,2})$/.exec(path) ?? [];
  return lot === undefined ? undefined : Number(lot);
}

/** Services that can have no such Ingress. */
export function canaryProblems(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  return services
    .filter(({ emergency }) => emergency !== undefined)
    .flatMap((service) => {
      const refusal = hostRefusal(canaryHost(service, true)) ?? canaryNameRefusal(service, services);
      return refusal === undefined ? [] : [serviceProblem(spec, service, "emergency", refusal)];
    });
}

function hostRefusal(host: string): Refusal | undefined {
  return host.length <= 253
    ? undefined
    : {
        code: "host-too-long",
        sentence: `needs a host of at most 253 characters for the canary, but "${host.slice(0, 40)}…", made of namespace, Ingress and Service, has ${host.length}: shorten one of the three names, or leave emergency out`,
      };
}

/** What is led there in part: marked requests, or each lot of 0 to 99 below the weight. */
function canaryPaths({ mode, weight = 0 }: Switch): readonly RenderedPath[] {
  if (mode === "drill") return [exact(drillPath)];
  if (mode !== "weighted") return [];
  return Array.from({ length: weight }, (_, lot) => exact(`/${lot}`));
}

function exact(path: string): RenderedPath {
  return { path, pathType: "Exact" };
}

/** The name of the service's backend in HAProxy, without its port: that is where the controller begins a new one. */
function canaryHost({ namespace, ingress, backend }: ServiceSpec, shared: boolean): string {
  return [namespace, ...(shared ? [ingress] : []), "svc", backend.service, domain].join(".");
}
