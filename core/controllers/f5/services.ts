import type { ClassSpec } from "../../model/class.ts";
import type { ActiveBackend } from "../../model/failover.ts";
import { isGrpc, type ServiceSpec } from "../../model/service.ts";
import { classSetting } from "../class-settings.ts";
import type { ServiceRenderer, Switching } from "../controller.ts";
import { fieldProblems } from "../fields.ts";
import { byHost, hostsOf } from "../hosts.ts";
import { type IngressManifest, ingressTls, type RenderedPath, serviceManifest } from "../ingress.ts";
import { clientAddressProblems } from "../nginx/client-addresses.ts";
import { nginxLiveView } from "../nginx/live-view.ts";
import { expressionProblems } from "../nginx/path-order.ts";
import { withSnippetRules } from "../nginx/service-snippets.ts";
import { valueProblems } from "../nginx/service-values.ts";
import { nginxWarnings, uploadWarnings } from "../nginx/service-warnings.ts";
import { cookieProblems } from "../nginx/sticky-cookies.ts";
import { appRootProblems } from "../paths.ts";
import { ingressPlan, type PlannedService } from "../service-plan.ts";
import { disagreements } from "../service-problems.ts";
import { corsProblems } from "./cors.ts";
import { f5Dialect } from "./dialect.ts";
import { f5Fields, serverAnnotations, serviceAnnotations } from "./fields.ts";
import { hostMaster, hostProblems, masterName, sharedHosts } from "./hosts.ts";
import { f5PathOrder, f5Paths, pathsTakenBeside } from "./paths.ts";

const checked = withSnippetRules(f5Fields);

/** F5 NGINX Ingress Controller 5.5, without custom resources: an Ingress for each service, and for each shared host. */
export const f5Services: ServiceRenderer<ClassSpec> = {
  fields: f5Fields,

  problems: (spec, services) => [
    ...fieldProblems(checked, spec, services, classSetting),
    ...hostProblems(spec, services),
    ...expressionProblems(spec, services, f5PathOrder),
    ...appRootProblems(spec, services),
    ...bodySizeProblems(spec, services),
    ...valueProblems(f5Dialect, spec, services),
    ...clientAddressProblems(f5Dialect, spec, services),
    ...cookieProblems(spec, services),
    ...corsProblems(spec, services),
  ],

  warnings: (spec, services) => [...nginxWarnings(spec, services), ...uploadWarnings(spec, services)],

  plan: (spec, active) => {
    const services = active.map(({ service }) => service);
    const hosts = byHost(services);
    const shared = sharedHosts(services);
    return {
      shared: [...shared].flatMap(([host, [first, ...others]]) =>
        first === undefined ? [] : [hostMaster(spec, host, [first, ...others])],
      ),
      services: active.map((activeBackend) => planned(spec, activeBackend, hosts, shared)),
    };
  },
};

export const f5Switching: Switching = {
  refusal: (mode) => refusals[mode],
};

const elsewhere =
  "set its mode to on, or serve it from an ingress-nginx class, or from class haproxy of an edge stack";

const refusals = {
  drill: {
    code: "no-drills",
    sentence: `has no drills, because an F5 Ingress cannot tell marked requests from others: ${elsewhere}`,
  },
  weighted: {
    code: "no-weights",
    sentence: `has no weights, because an F5 Ingress cannot split one path between two Services: ${elsewhere}`,
  },
} as const;

type Hosts = ReadonlyMap<string, readonly ServiceSpec[]>;

function planned(spec: ClassSpec, active: ActiveBackend, hosts: Hosts, shared: Hosts): PlannedService {
  const host = hostsOf(active.service).find((name) => shared.has(name));
  const paths = f5Paths(active.service, pathsTakenBeside(active.service, hosts));
  return ingressPlan({
    class: spec,
    active,
    live: nginxLiveView,
    manifestOf: (side) => (host === undefined ? alone(spec, side, paths) : minion(spec, side, paths)),
    ...(host !== undefined && { shared: masterName(spec, host) }),
  });
}

function alone(spec: ClassSpec, active: ActiveBackend, paths: readonly RenderedPath[]): IngressManifest {
  const { service } = active;
  const annotations = { ...serverAnnotations(service, spec), ...serviceAnnotations(active, spec) };
  return serviceManifest({ spec, active, annotations, paths, tls: ingressTls(service) });
}

function minion(spec: ClassSpec, active: ActiveBackend, paths: readonly RenderedPath[]): IngressManifest {
  const locationAnnotations = serviceAnnotations(active, spec);
  const annotations = {
    "nginx.org/mergeable-ingress-type": "minion",
    ...locationAnnotations,
    // Without it, headers of the minion's location would hide those of the master's server.
    "nginx.org/add-header-inherit":
      locationAnnotations["nginx.org/add-header"] && active.service.hsts && !active.service.cors
        ? "merge"
        : undefined,
  };
  return serviceManifest({ spec, active, annotations, paths, tls: [] });
}

/** Only with snippets does each gRPC location have its own body size. */
function bodySizeProblems(spec: ClassSpec, services: readonly ServiceSpec[]) {
  if (spec.snippets) return [];
  return disagreements(spec, services.filter(isGrpc), {
    field: "bodySize",
    value: ({ bodySize }) => bodySize,
    code: "once-for-the-class",
    sentence: (first) =>
      `has one bodySize for all its gRPC services, and service "${first}" differs: make both the same, or set ${classSetting(spec, "snippets")} to true`,
  });
}
