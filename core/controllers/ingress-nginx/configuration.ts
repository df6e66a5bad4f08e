import type { ClassSpec } from "../../model/class.ts";
import { toSeconds } from "../../model/units.ts";
import type { Configuration } from "../controller.ts";
import { claimedHeadersPiece } from "../nginx/claimed-headers.ts";
import { configMapData, type Piece } from "../nginx/config-map.ts";
import { knobProblems } from "../nginx/knob-problems.ts";
import { knobPiece } from "../nginx/knobs.ts";
import { logFieldProblems } from "../nginx/log-fields.ts";
import { classTryLimit } from "../nginx/next-upstream.ts";
import { rawProblems } from "../nginx/raw-problems.ts";
import { tlsPiece } from "../nginx/tls.ts";
import { type Demands, demandsOf } from "./demands.ts";
import { ingressNginxDialect } from "./dialect.ts";
import { ingressNginxSnippetLines } from "./fields.ts";
import { logPiece } from "./logs.ts";

/** Its ConfigMap holds no templates: ingress-nginx reads its template from a file. */
export const ingressNginxConfiguration: Configuration<ClassSpec> = {
  data: (spec, services) =>
    configMapData(ingressNginxDialect.snippetKeys, pieces(spec, demandsOf(services)), spec.configMap),

  problems: (spec, services) => {
    const demands = demandsOf(services);
    return [
      ...logFieldProblems(ingressNginxDialect, spec),
      ...knobProblems(ingressNginxDialect, spec),
      ...rawProblems(ingressNginxDialect, spec, demands, [
        ...pieces(spec, demands),
        { location: services.flatMap((service) => ingressNginxSnippetLines(service, spec)) },
      ]),
    ];
  },
};

function pieces(spec: ClassSpec, { http2, keys }: Demands): readonly Piece[] {
  const { drain, proxyProtocol, forwardedHeaders, performance, logs, snippets } = spec;
  return [
    { keys: { "worker-shutdown-timeout": drain.timeout } },
    { keys: proxyProtocol === undefined ? {} : proxyProtocolKeys(proxyProtocol.trustedAddresses) },
    { keys: forwardedHeaders === undefined ? {} : forwardedHeaderKeys(forwardedHeaders.trustedAddresses) },
    tlsPiece(spec),
    knobPiece(ingressNginxDialect.knobs, http2 ? { http2, ...performance } : performance),
    { keys: { "proxy-next-upstream-timeout": String(toSeconds(classTryLimit(spec))) } },
    logPiece(logs),
    claimedHeadersPiece(ingressNginxDialect, http2),
    { keys: spec.ipv6 ? {} : { "disable-ipv6": "true" } },
    { keys: snippets ? snippetPermits : {} },
    { keys },
  ];
}

function proxyProtocolKeys(trusted: readonly string[]): Readonly<Record<string, string>> {
  return { "use-proxy-protocol": "true", "proxy-real-ip-cidr": trusted.join(",") };
}

function forwardedHeaderKeys(trusted: readonly string[]): Readonly<Record<string, string>> {
  return { "use-forwarded-headers": "true", "proxy-real-ip-cidr": trusted.join(",") };
}

/** Snippet annotations rank as `Critical`, which the controller refuses by default. */
const snippetPermits = { "allow-snippet-annotations": "true", "annotations-risk-level": "Critical" };
