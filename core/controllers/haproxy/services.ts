import { backendsOf, type ServiceSpec } from "../../model/service.ts";
import type { ServiceRenderer, Switching } from "../controller.ts";
import { fieldProblems } from "../fields.ts";
import { ingressTls, type RenderedPath, serviceManifest } from "../ingress.ts";
import { ingressView, type LiveView } from "../live-view.ts";
import { normalPath } from "../paths.ts";
import { ingressObjects } from "../service-plan.ts";
import type { SettingPath } from "../service-problems.ts";
import type { ServingClass } from "../serving-class.ts";
import { canaryProblems, haproxyCanary, isDrill, lotOf } from "./canary.ts";
import { haproxyFields, serviceAnnotations } from "./fields.ts";
import { togetherProblems } from "./together.ts";

/** HAProxy Kubernetes Ingress Controller 3.2: services of one host are merged, each keeps an Ingress of its own. */
export const haproxyServices: ServiceRenderer<ServingClass> = {
  fields: haproxyFields,

  problems: (spec, services) => [
    ...fieldProblems(haproxyFields, spec, services, edgeSetting),
    ...togetherProblems(spec, services),
    ...canaryProblems(spec, services),
  ],

  plan: (spec, active) => {
    const shared = sharedServices(active.map(({ service }) => service));
    const services = active.map((one) => {
      const { service } = one;
      const sharing = shared.has(service.name);
      const annotations = serviceAnnotations(service, sharing);
      const manifest = serviceManifest({
        spec,
        active: one,
        annotations,
        paths: pathsOf(service),
        tls: ingressTls(service),
      });
      const canary = haproxyCanary({ spec, active: one, annotations, shared: sharing });
      return {
        service,
        class: spec,
        active: one,
        objects: ingressObjects(manifest, canary),
        live: haproxyLiveView,
      };
    });
    return { services, shared: [] };
  },
};

/** Each service with an emergency backend has its canary at any time. */
export const haproxySwitching: Switching = { refusal: () => undefined };

/** A canary leads to both backends at any time: it takes what its paths for marked requests and for lots say. */
export const haproxyLiveView: LiveView = ingressView((paths) => {
  const lots = paths.flatMap(({ path = "" }) => lotOf(path) ?? []);
  return {
    paths: paths.filter(({ path = "" }) => isDrill(path) || lotOf(path) !== undefined),
    weight: new Set(lots).size,
  };
});

/** The edge has its own section of another stack's configuration. */
const edgeSetting: SettingPath = (_spec, field) => `edge.${field}`;

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
