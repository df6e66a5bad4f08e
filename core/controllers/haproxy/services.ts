import { backendsOf, type ServiceSpec } from "../../model/service.ts";
import type { ServiceRenderer, Switching } from "../controller.ts";
import { fieldProblems } from "../fields.ts";
import { ingressTls, type RenderedPath, serviceManifest } from "../ingress.ts";
import { ingressView, type LiveView } from "../live-view.ts";
import { normalPath } from "../paths.ts";
import { ingressPlan } from "../service-plan.ts";
import type { SettingPath } from "../service-problems.ts";
import type { ServingClass } from "../serving-class.ts";
import { canaryProblems, haproxyCanary, isDrill, lotOf } from "./canary.ts";
import { conflictProblems } from "./conflicts.ts";
import { haproxyFields, serviceAnnotations } from "./fields.ts";

/** HAProxy Kubernetes Ingress Controller 3.2: it merges services of one host, so each keeps its own Ingress. */
export const haproxyServices: ServiceRenderer<ServingClass> = {
  fields: haproxyFields,

  problems: (spec, services) => [
    ...fieldProblems(haproxyFields, spec, services, edgeSetting),
    ...conflictProblems(spec, services),
    ...canaryProblems(spec, services),
  ],

  warnings: () => [],

  plan: (spec, active) => {
    const shared = sharedServices(active.map(({ service }) => service));
    const services = active.map((activeBackend) => {
      const { service } = activeBackend;
      const sharing = shared.has(service.name);
      const annotations = serviceAnnotations(service, sharing);
      const manifest = serviceManifest({
        spec,
        active: activeBackend,
        annotations,
        paths: pathsOf(service),
        tls: ingressTls(service),
      });
      const canary = haproxyCanary({ spec, active: activeBackend, annotations, shared: sharing });
      return ingressPlan({ class: spec, active: activeBackend, manifest, canary, live: haproxyLiveView });
    });
    return { services, shared: [] };
  },
};

/** Each service with an emergency backend has its canary at any time. */
export const haproxySwitching: Switching = { refusal: () => undefined };

/** A canary always leads to both backends. Its paths for marked requests and for lots say what it takes. */
export const haproxyLiveView: LiveView = ingressView((paths) => {
  const lots = paths.flatMap(({ path = "" }) => lotOf(path) ?? []);
  return {
    paths: paths.filter(({ path = "" }) => isDrill(path) || lotOf(path) !== undefined),
    weight: new Set(lots).size,
  };
});

/** The edge is configured in its own stack. */
const edgeSetting: SettingPath = (_spec, field) => `edge.${field}`;

/**
 * Services that share a Kubernetes Service with another one. Primary and emergency backend both count, so that a switch
 * changes no annotation of an Ingress.
 */
function sharedServices(services: readonly ServiceSpec[]): ReadonlySet<string> {
  const behind = services.flatMap((service) =>
    backendsOf(service).map((backend) => ({
      name: service.name,
      key: `${service.namespace}/${backend.service}`,
    })),
  );
  const users = [...Map.groupBy(behind, ({ key }) => key).values()].map(
    (uses) => new Set(uses.map(({ name }) => name)),
  );
  return new Set(users.filter(({ size }) => size > 1).flatMap((serviceNames) => [...serviceNames]));
}

/** The controller matches Prefix paths by elements, and Exact ones first. */
function pathsOf({ paths }: ServiceSpec): readonly RenderedPath[] {
  return paths.map(({ path, type }) => ({
    path: type === "Prefix" ? normalPath(path) : path,
    pathType: type,
  }));
}
