import type { ActiveBackend, Switch } from "../../model/failover.ts";
import { names } from "../../model/names.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { canaryNameRefusal } from "../canary.ts";
import {
  type Annotations,
  canaryManifest,
  type IngressManifest,
  type RenderedPath,
  type StandingRule,
} from "../ingress.ts";
import { serviceProblem } from "../service-problems.ts";
import type { ServingClass } from "../serving-class.ts";

/** DNS has no names under it (RFC 6761), so only HAProxy's own lookups use these hosts. */
const domain = "canary.invalid";

const drillPath = "/drill";

/** Where the controller writes which backend each host and Exact path leads to. */
const exactPaths = "/etc/haproxy/maps/path-exact.map";

const lookup = (path: string) =>
  `http-request set-var(txn.path_match) var(txn.canary),concat(${path}),map(${exactPaths})`;

/**
 * Lines of the frontends for drills and weights. They run after the controller's rules have put the backend of a request,
 * for example `shop_svc_cart_http`, into `txn.path_match`. If its canary, `shop.svc.cart.canary.invalid`, is a host
 * of an Ingress and has a path for the request's lot or `/drill`, that path's backend replaces it; otherwise nothing
 * changes. So Ingresses alone say which services are switched and how far. A change of these lines would cost a reload,
 * and the controller may not even notice it.
 *
 * The documented way, `route-acl`, is an annotation of the Service, which belongs to the Service's owner. Also, an
 * Ingress that leads to that Service only, as the switch's next step does, would answer unmarked requests with 404.
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
  /** See `canaryAnnotations`: HAProxy applies the annotations of the Ingress whose path a request took. */
  readonly annotations: Annotations;
}

/**
 * The Ingress that {@link canaryLines} look up. Every service with an emergency backend has it, switched or not, so that
 * a drill brings no rule that HAProxy has to be reloaded for.
 */
export function haproxyCanary({ spec, active, annotations }: CanaryArgs): IngressManifest | undefined {
  const { service, switch: state } = active;
  const { emergency } = service;
  if (emergency === undefined) return undefined;
  const paths = [exact("/canary"), ...canaryPaths(state)];
  return canaryManifest({ spec, active, emergency, annotations, paths, hosts: [canaryHost(service)] });
}

/**
 * A rule of the service's own Ingress that no request takes. By it HAProxy has both backends at all times, each with the
 * Ingress's lines. Otherwise a switch would answer 404 from the change of the map, which is immediate, until the reload
 * that a new backend needs; and the lines would move from one backend to the other, which is a reload too.
 */
export function standingRule({ backend, emergency, ...service }: ServiceSpec): readonly StandingRule[] {
  if (emergency === undefined) return [];
  const paths = [
    { ...exact("/primary"), backend },
    { ...exact("/emergency"), backend: emergency },
  ];
  return [{ host: canaryHost({ ...service, backend }), paths }];
}

/** Whether a rule's host is one that only HAProxy looks up. */
export function isInternal(host: string | undefined): boolean {
  return host?.endsWith(`.${domain}`) === true;
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

/** Services that cannot have a canary. */
export function canaryProblems(spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] {
  return services
    .filter(({ emergency }) => emergency !== undefined)
    .flatMap((service) => {
      const refusal = canaryNameRefusal(service, services);
      return refusal === undefined ? [] : [serviceProblem(spec, service, "emergency", refusal)];
    });
}

/** Paths for part of the requests: marked ones, or each lot of 0 to 99 below the weight. */
function canaryPaths({ mode, weight = 0 }: Switch): readonly RenderedPath[] {
  if (mode === "drill") return [exact(drillPath)];
  if (mode !== "weighted") return [];
  return Array.from({ length: weight }, (_, lot) => exact(`/${lot}`));
}

function exact(path: string): RenderedPath {
  return { path, pathType: "Exact" };
}

/** The name of the service's backend in HAProxy, without its port: two labels of 63 characters at most. */
function canaryHost({ namespace, backend }: Pick<ServiceSpec, "namespace" | "backend">): string {
  return [namespace, "svc", backend.service, domain].join(".");
}
