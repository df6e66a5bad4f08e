import type { ActiveBackend } from "../../model/failover.ts";
import type { ServiceSpec } from "../../model/service.ts";
import type { ServiceRenderer, Switching } from "../controller.ts";
import { fieldProblems } from "../fields.ts";
import { ingressTls, type RenderedPath, serviceManifest } from "../ingress.ts";
import { ingressView, type LiveView } from "../live-view.ts";
import { normalPath } from "../paths.ts";
import { ingressPlan } from "../service-plan.ts";
import type { SettingPath } from "../service-problems.ts";
import type { ServingClass } from "../serving-class.ts";
import { canaryProblems, haproxyCanary, isDrill, isInternal, lotOf, standingRule } from "./canary.ts";
import { conflictProblems } from "./conflicts.ts";
import { canaryAnnotations, haproxyFields, serviceAnnotations } from "./fields.ts";

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
    const services = active.map((activeBackend) => {
      const { service } = activeBackend;
      const manifestOf = (side: ActiveBackend) =>
        serviceManifest({
          spec,
          active: side,
          annotations: serviceAnnotations(service),
          paths: pathsOf(service),
          tls: ingressTls(service),
          standing: standingRule(service),
        });
      const annotations = canaryAnnotations(service);
      const canary = haproxyCanary({ spec, active: activeBackend, annotations });
      return ingressPlan({ class: spec, active: activeBackend, manifestOf, canary, live: haproxyLiveView });
    });
    return { services, shared: [] };
  },
};

/** Each service with an emergency backend has its canary at any time. */
export const haproxySwitching: Switching = { refusal: () => undefined };

/** Of a service's own Ingress, the standing rule does not count. A canary's paths say what it takes. */
export const haproxyLiveView: LiveView = ingressView({
  taken: (paths) => {
    const lots = paths.flatMap(({ path = "" }) => lotOf(path) ?? []);
    return {
      paths: paths.filter(({ path = "" }) => isDrill(path) || lotOf(path) !== undefined),
      weight: new Set(lots).size,
    };
  },
  leads: ({ host }) => !isInternal(host),
});

/** The edge is configured in its own stack. */
const edgeSetting: SettingPath = (_spec, field) => `edge.${field}`;

/** The controller matches Prefix paths by elements, and Exact ones first. */
function pathsOf({ paths }: ServiceSpec): readonly RenderedPath[] {
  return paths.map(({ path, type }) => ({
    path: type === "Prefix" ? normalPath(path) : path,
    // Refused before.
    pathType: type === "Regex" ? "ImplementationSpecific" : type,
  }));
}
