import type { ClassSpec } from "../../../model/class.ts";
import { type ActiveBackend, isPartial } from "../../../model/failover.ts";
import { names } from "../../../model/names.ts";
import { type Backend, type ServiceSpec, standbyView } from "../../../model/service.ts";
import type { CustomObject } from "../../custom-object.ts";
import { occasionAnnotations, type RenderedPath, serviceMetadata } from "../../ingress.ts";
import { f5Definitions } from "../custom-resources.ts";
import { f5Paths } from "../paths.ts";
import { policyNames } from "../policies.ts";
import { policySpecs, proxyFields, routeSnippet, serverFields, upstreamFields } from "./fields.ts";
import type { ProxyAction } from "./rendering.ts";
import { drillConditions, type Route, type UpstreamName } from "./routes.ts";

const apiVersion = `${f5Definitions.group}/${f5Definitions.version}`;

export const virtualServerKind = { apiVersion, kind: "VirtualServer" } as const;

/**
 * The VirtualServer of one service. Both backends are upstreams at all times, so that a switch changes the routes and
 * nothing else.
 */
export function virtualServer(spec: ClassSpec, active: ActiveBackend): CustomObject {
  const { service } = active;
  const [host] = service.hosts;
  const policies = policyNames(service, policySpecs(service)).map((name) => ({ name }));
  return {
    ...virtualServerKind,
    metadata: serviceMetadata({
      spec,
      active,
      annotations: isPartial(active) ? occasionAnnotations(active.switch) : {},
      certificate: false,
    }),
    spec: {
      ingressClassName: names.ingressClass(spec.name),
      host,
      ...serverFields(service, spec),
      ...(policies.length > 0 && { policies }),
      upstreams: upstreamsOf(spec, service),
      routes: f5Paths(service, new Set()).map((path) => routeOf(spec, active, path)),
    },
  };
}

function upstreamsOf(spec: ClassSpec, service: ServiceSpec): readonly object[] {
  const { backend, emergency } = service;
  const upstream = (name: UpstreamName, to: Backend) => ({
    name,
    service: to.service,
    port: to.port,
    ...upstreamFields(viewOf(service, name), spec),
  });
  return [
    upstream("primary", backend),
    ...(emergency === undefined ? [] : [upstream("emergency", emergency)]),
  ];
}

function routeOf(spec: ClassSpec, active: ActiveBackend, { path, pathType }: RenderedPath): Route {
  const { service, emergency, switch: state } = active;
  const to = (upstream: UpstreamName) => actionOf(upstream, proxyFields(viewOf(service, upstream)));
  const snippet = routeSnippet(service, spec);
  const common = {
    path: pathType === "Exact" ? `=${path}` : path,
    ...(snippet === undefined ? {} : { "location-snippets": snippet }),
  };
  switch (state.mode) {
    case "drill":
      return {
        ...common,
        matches: drillConditions.map((condition) => ({ conditions: [condition], action: to("emergency") })),
        action: to("primary"),
      };
    case "weighted": {
      const { weight = 0 } = state;
      return {
        ...common,
        splits: [
          { weight: 100 - weight, action: to("primary") },
          { weight, action: to("emergency") },
        ],
      };
    }
    default:
      return { ...common, action: to(emergency ? "emergency" : "primary") };
  }
}

function actionOf(upstream: UpstreamName, proxy: ProxyAction) {
  return Object.keys(proxy).length === 0 ? { pass: upstream } : { proxy: { upstream, ...proxy } };
}

/** A service as one of its backends gets the requests. */
function viewOf(service: ServiceSpec, upstream: UpstreamName): ServiceSpec {
  return upstream === "emergency" ? standbyView(service) : service;
}
