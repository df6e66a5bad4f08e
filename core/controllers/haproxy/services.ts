import type { ActiveBackend } from "../../failover/plan.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { commonRules } from "../common-rules.ts";
import { type IngressTls, type RenderedPath, serviceManifest } from "../ingress-manifest.ts";
import type { IngressPlan } from "../service-controller.ts";
import { brokenRules } from "../service-rules.ts";
import { backendsOf, normalPath } from "../service-text.ts";
import type { ServingClass } from "../serving-class.ts";
import { haproxyAnnotations } from "./annotations.ts";
import { canaryProblems, haproxyCanary } from "./canary.ts";
import { haproxyRules, togetherProblems } from "./service-rules.ts";

/** HAProxy Kubernetes Ingress Controller 3.2: services of one host are merged, each keeps an Ingress of its own. */
export const haproxy = {
  /** Everything asked for that can not be rendered, under either backend. Empty: `plan` succeeds. */
  problems: (spec: ServingClass, services: readonly ServiceSpec[]): readonly Problem[] => [
    ...brokenRules([...commonRules, ...haproxyRules], spec, services),
    ...togetherProblems(spec, services),
    ...canaryProblems(spec, services),
  ],

  plan: (spec: ServingClass, active: readonly ActiveBackend[]): readonly IngressPlan[] => {
    const shared = sharedServices(active.map(({ service }) => service));
    return active.map((one) => {
      const { service } = one;
      const annotations = haproxyAnnotations(service, shared.has(service.name));
      const manifest = serviceManifest({
        spec,
        active: one,
        annotations,
        paths: pathsOf(service),
        tls: tlsOf(service),
      });
      const canary = haproxyCanary({ spec, active: one, annotations, shared: shared.has(service.name) });
      return { service, class: spec, active: one, manifest, ...(canary && { canary }) };
    });
  },
} as const;

/**
 * Services with a Service behind them that another has behind it too, under either backend: so that the
 * emergency switch alone does not change what an Ingress asks for.
 */
function sharedServices(services: readonly ServiceSpec[]): ReadonlySet<string> {
  const behind = services.flatMap((service) =>
    backendsOf(service).map((one) => ({
      name: service.name,
      key: `${service.namespace}/${one.service}`,
    })),
  );
  const users = [...Map.groupBy(behind, ({ key }) => key).values()].map(
    (together) => new Set(together.map(({ name }) => name)),
  );
  return new Set(users.filter(({ size }) => size > 1).flatMap((together) => [...together]));
}

/** The controller matches Prefix paths by elements, and Exact ones first. */
function pathsOf({ paths }: ServiceSpec): readonly RenderedPath[] {
  return paths.map(({ path, type }) => ({
    path: type === "Prefix" ? normalPath(path) : path,
    pathType: type,
  }));
}

/** Without a host there is only the default certificate, which is served in any case. */
function tlsOf({ hosts, tls }: ServiceSpec): readonly IngressTls[] {
  if (tls === undefined || hosts.length === 0) return [];
  return [{ hosts: [...hosts], ...(tls.secret === undefined ? {} : { secretName: tls.secret }) }];
}
