import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { type Duration, isWholeSeconds } from "../../model/units.ts";
import { commonRules, ownHeadersRule } from "../common-rules.ts";
import { type IngressTls, serviceManifest } from "../ingress-manifest.ts";
import { snippetRules } from "../nginx/service-snippets.ts";
import type { ServiceDialect } from "../service-controller.ts";
import { brokenRules, disagreements, type Rule } from "../service-rules.ts";
import { byHost, isGrpc } from "../service-text.ts";
import { nginxAnnotations } from "./annotations.ts";
import { nginxCanary, nginxCanaryProblem } from "./canary.ts";
import { classWideProblems } from "./class-wide.ts";
import { isRegex, nginxPaths, orderProblems, pathRules, regexHosts } from "./paths.ts";
import { snippetConcerns } from "./snippets.ts";

/** ingress-nginx 1.15. Services of one host are merged by the controller: each keeps an Ingress of its own. */
export const ingressNginx: ServiceDialect = {
  problems: (spec, services) => [
    ...brokenRules([...commonRules, ...ingressNginxRules], spec, services),
    ...classWideProblems(spec, services),
    ...certificateProblems(spec, services),
    ...orderProblems(spec, services),
  ],

  plan: (spec, active) => {
    const hosts = regexHosts(active.map(({ service }) => service));
    const ingresses = active.map((one) => {
      const { service } = one;
      const regex = isRegex(service, hosts);
      const paths = nginxPaths(service, regex);
      const manifest = serviceManifest({
        spec,
        active: one,
        annotations: nginxAnnotations(service, spec, regex),
        paths,
        tls: nginxTls(service),
      });
      const canary = nginxCanary(spec, one, paths);
      return { service, class: spec, active: one, manifest, ...(canary && { canary }) };
    });
    return { ingresses, masters: [] };
  },

  canaries: { problem: nginxCanaryProblem },
};

const ingressNginxRules: readonly Rule[] = [
  ...pathRules,
  ...snippetRules(snippetConcerns),
  {
    field: "upstreamKeepAlive",
    check: ({ upstreamKeepAlive }, spec) =>
      upstreamKeepAlive === undefined
        ? undefined
        : `keeps upstream connections for all its services together: set classes.${spec.name}.performance.upstreamKeepAlive, or use an f5 class`,
  },
  {
    field: "rateLimit.burst",
    check: ({ rateLimit }) =>
      rateLimit !== undefined && !Number.isInteger(rateLimit.burst / rateLimit.requestsPerSecond)
        ? `takes a burst that is a multiple of the rate, got ${rateLimit.burst} for ${rateLimit.requestsPerSecond} a second: round it, or use an f5 class`
        : undefined,
  },
  {
    // nginx refuses `burst=0`, and with it the configuration of the whole class.
    field: "rateLimit.burst",
    check: ({ rateLimit }) =>
      rateLimit?.burst === 0
        ? "takes no burst of 0: leave burst out for 5 × the rate, make it a multiple of the rate, or use an f5 class"
        : undefined,
  },
  // What its template has beside those. Proxy is not one of them, nor Authorization with basicAuth: it empties both, and
  // nginx sends no empty header, so that a service's arrives alone.
  ownHeadersRule([
    "X-Request-ID",
    "X-Scheme",
    "X-Forwarded-Scheme",
    "X-Original-Forwarded-For",
    "X-Original-Forwarded-Host",
  ]),
  secondsRule("timeouts.connect", ({ timeouts }) => timeouts.connect),
  secondsRule("timeouts.read", ({ timeouts }) => timeouts.read),
  secondsRule("timeouts.send", ({ timeouts }) => timeouts.send),
  secondsRule("retries.timeout", (service) => (isGrpc(service) ? undefined : service.retries?.timeout)),
];

function secondsRule(field: string, of: (service: ServiceSpec) => Duration | undefined): Rule {
  return {
    field,
    check: (service) => {
      const duration = of(service);
      return duration === undefined || isWholeSeconds(duration)
        ? undefined
        : `takes whole seconds, got "${duration}": round it, or use an f5 class`;
    },
  };
}

/** The oldest Ingress' certificate serves the host, so services that name one have to name the same. */
function certificateProblems(spec: ClassSpec, services: readonly ServiceSpec[]): readonly Problem[] {
  return [...byHost(services)].flatMap(([host, together]) =>
    disagreements(spec, together, {
      field: "tls",
      // The same Secret copied to another namespace is the same certificate.
      of: ({ tls }) => tls && (tls.secret ?? true),
      sentence: (other) =>
        `serves host ${host} with one certificate, and service "${other}" has another: make both the same, or give one a host of its own`,
    }),
  );
}

/** Without a host there is only the class' certificate, which is served in any case. */
function nginxTls({ hosts, tls }: ServiceSpec): readonly IngressTls[] {
  if (tls === undefined || hosts.length === 0) return [];
  return [{ hosts: [...hosts], ...(tls.secret === undefined ? {} : { secretName: tls.secret }) }];
}
