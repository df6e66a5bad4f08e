import type { ActiveBackend } from "../../failover/plan.ts";
import type { ClassSpec } from "../../model/class.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { commonRules } from "../common-rules.ts";
import { hostsOf, serviceManifest } from "../ingress-manifest.ts";
import { snippetRules } from "../nginx/service-snippets.ts";
import type { IngressPlan, ServiceDialect } from "../service-controller.ts";
import { brokenRules, disagreements, type Rule } from "../service-rules.ts";
import { byHost, isGrpc } from "../service-text.ts";
import { serviceAnnotations } from "./annotations.ts";
import { headerRules } from "./headers.ts";
import { f5Tls, hostAnnotations, hostProblems, masterName, masterPlan, sharedHosts } from "./hosts.ts";
import { exactPathsBeside, f5Paths, pathRules } from "./paths.ts";
import { snippetConcerns } from "./snippets.ts";

/** F5 NGINX Ingress Controller 5.5, without custom resources. */
export const f5: ServiceDialect = {
  problems: (spec, services) => [
    ...brokenRules([...commonRules, ...f5Rules], spec, services),
    ...hostProblems(spec, services),
    ...bodySizeProblems(spec, services),
  ],

  plan: (spec, active) => {
    const services = active.map(({ service }) => service);
    const hosts = byHost(services);
    const shared = sharedHosts(services);
    return {
      masters: [...shared].flatMap(([host, [first, ...others]]) =>
        first === undefined ? [] : [masterPlan(spec, host, [first, ...others])],
      ),
      ingresses: active.map((one) => ingressPlan(spec, one, hosts, shared)),
    };
  },
};

const f5Rules: readonly Rule[] = [
  ...pathRules,
  ...headerRules,
  ...snippetRules(snippetConcerns),
  {
    field: "rewrite",
    check: (service) =>
      isGrpc(service) && service.rewrite !== undefined
        ? "cannot rewrite gRPC, whose path is the method's name: leave rewrite out"
        : undefined,
  },
];

type Hosts = ReadonlyMap<string, readonly ServiceSpec[]>;

function ingressPlan(spec: ClassSpec, active: ActiveBackend, hosts: Hosts, shared: Hosts): IngressPlan {
  const { service } = active;
  const own = serviceAnnotations(active, spec);
  const paths = f5Paths(service, exactPathsBeside(service, hosts));
  const host = hostsOf(service).find((name) => shared.has(name));
  if (host === undefined) {
    const annotations = { ...hostAnnotations(service, spec), ...own };
    const manifest = serviceManifest({ spec, active, annotations, paths, tls: f5Tls(service) });
    return { service, class: spec, active, manifest };
  }
  const annotations = {
    "nginx.org/mergeable-ingress-type": "minion",
    ...own,
    // Headers of the minion's location would hide those of the master's server.
    "nginx.org/add-header-inherit": own["nginx.org/add-header"] && service.hsts && "merge",
  };
  const manifest = serviceManifest({ spec, active, annotations, paths, tls: [] });
  return { service, class: spec, active, manifest, master: masterName(spec, host) };
}

/** With snippets each gRPC location has its own; without, one value holds for all of them. */
function bodySizeProblems(spec: ClassSpec, services: readonly ServiceSpec[]) {
  if (spec.snippets) return [];
  return disagreements(spec, services.filter(isGrpc), {
    field: "bodySize",
    of: ({ bodySize }) => bodySize,
    sentence: (other) =>
      `has one bodySize for all of its gRPC services, and "${other}" asks for another: make both the same, or set classes.${spec.name}.snippets to true`,
  });
}
