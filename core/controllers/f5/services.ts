import type { ClassSpec } from "../../model/class.ts";
import type { ActiveBackend } from "../../model/failover.ts";
import type { Problem } from "../../model/problems.ts";
import { isGrpc, type ServiceSpec, standbyView } from "../../model/service.ts";
import { classSetting } from "../class-settings.ts";
import type { ServiceRenderer, Switching } from "../controller.ts";
import { fieldProblems } from "../fields.ts";
import { byHost, hostInWords, hostsOf } from "../hosts.ts";
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
import { disagreements, type Refusal, serviceProblem } from "../service-problems.ts";
import { corsProblems } from "./cors.ts";
import { f5Dialect } from "./dialect.ts";
import { f5Fields, serverAnnotations, serviceAnnotations, servicePolicies } from "./fields.ts";
import { hostMaster, hostProblems, masterName, sharedHosts } from "./hosts.ts";
import { f5PathOrder, f5Paths, pathsTakenBeside } from "./paths.ts";
import { policyObjects } from "./policies.ts";
import { virtualServerFields } from "./virtual-server/fields.ts";
import { variableNameProblems } from "./virtual-server/names.ts";
import { virtualServerPlan } from "./virtual-server/plan.ts";

const checked = withSnippetRules(f5Fields);
const checkedVirtualServer = withSnippetRules(virtualServerFields);

/**
 * F5 NGINX Ingress Controller 5.5: an Ingress for each service, and for each shared host; a VirtualServer for services
 * of that kind.
 */
export const f5Services: ServiceRenderer<ClassSpec> = {
  fields: f5Fields,
  otherKinds: [{ kind: "VirtualServer", fields: virtualServerFields }],

  problems: (spec, services) => [
    ...fieldProblems(checked, spec, services.filter(isIngress), classSetting),
    ...fieldProblems(checkedVirtualServer, spec, services.filter(isVirtualServer), classSetting),
    ...ownerProblems(spec, services),
    ...variableNameProblems(spec, services.filter(isVirtualServer)),
    ...hostProblems(spec, services.filter(isIngress)),
    ...expressionProblems(spec, services.filter(isIngress), f5PathOrder),
    ...appRootProblems(spec, services.filter(isIngress)),
    ...bodySizeProblems(spec, services),
    ...valueProblems(f5Dialect, spec, services),
    ...clientAddressProblems(f5Dialect, spec, services),
    ...cookieProblems(spec, services),
    ...corsProblems(spec, services.filter(isIngress)),
  ],

  warnings: (spec, services) => [...nginxWarnings(spec, services), ...uploadWarnings(spec, services)],

  plan: (spec, active) => {
    const services = active.map(({ service }) => service).filter(isIngress);
    const hosts = byHost(services);
    const shared = sharedHosts(services);
    return {
      shared: [...shared].flatMap(([host, [first, ...others]]) =>
        first === undefined ? [] : [hostMaster(spec, host, [first, ...others])],
      ),
      services: active.map((activeBackend) =>
        isVirtualServer(activeBackend.service)
          ? virtualServerPlan(spec, activeBackend)
          : planned(spec, activeBackend, hosts, shared),
      ),
    };
  },
};

export const f5Switching: Switching = {
  refusal: (mode, service) => (isVirtualServer(service) ? rewriteRefusal(service) : refusals[mode]),
};

const elsewhere =
  "set its mode to on, or its kind to VirtualServer, or serve it from an ingress-nginx class, or from class haproxy of an edge stack";

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

/** Where a VirtualServer's requests take one of two ways, F5 rewrites their path as it came, escapes and all. */
function rewriteRefusal(service: ServiceSpec): Refusal | undefined {
  const sides = [service, standbyView(service)].filter(({ rewrite }) => rewrite !== undefined);
  if (sides.length === 0) return undefined;
  const { name, rewrite } = service;
  const field = rewrite === undefined ? "emergency.rewrite" : "rewrite";
  return {
    code: "no-rewrite-in-parts",
    sentence: `cannot rewrite paths of a VirtualServer while only a part of the requests goes to the emergency backend: set its mode to on, or leave services.${name}.${field} out`,
  };
}

function isVirtualServer({ kind }: ServiceSpec): boolean {
  return kind === "VirtualServer";
}

function isIngress({ kind }: ServiceSpec): boolean {
  return kind === "Ingress";
}

/** F5 gives a host to the oldest object that asks for it, and serves no other of that host. */
function ownerProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  const hosts = byHost(services);
  return services.filter(isVirtualServer).flatMap((service) =>
    hostsOf(service).flatMap((host) => {
      const other = (hosts.get(host) ?? []).find(({ name }) => name !== service.name);
      if (other === undefined) return [];
      const sentence = `gives ${hostInWords(host)} to one VirtualServer alone, and service "${other.name}" has it too: give one a host of its own, or leave kind out`;
      return [serviceProblem(spec, service, "hosts", { code: "host-of-one", sentence })];
    }),
  );
}

type Hosts = ReadonlyMap<string, readonly ServiceSpec[]>;

function planned(spec: ClassSpec, active: ActiveBackend, hosts: Hosts, shared: Hosts): PlannedService {
  const host = hostsOf(active.service).find((name) => shared.has(name));
  const paths = f5Paths(active.service, pathsTakenBeside(active.service, hosts));
  return ingressPlan({
    class: spec,
    active,
    live: nginxLiveView,
    policies: policyObjects(spec, active.service, servicePolicies(active.service, spec)),
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
