import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { classSetting } from "../class-settings.ts";
import type { Configuration, TemplateContents } from "../controller.ts";
import { claimedHeadersPiece } from "../nginx/claimed-headers.ts";
import { configMapData, type Piece } from "../nginx/config-map.ts";
import { knobProblems } from "../nginx/knob-problems.ts";
import { knobPiece, nginxSize } from "../nginx/knobs.ts";
import { logFieldProblems } from "../nginx/log-fields.ts";
import { classTryLimit } from "../nginx/next-upstream.ts";
import { rawProblems } from "../nginx/raw-problems.ts";
import { tlsPiece } from "../nginx/tls.ts";
import { boundaryPiece } from "./boundaries.ts";
import { type Demands, demandsOf } from "./demands.ts";
import { f5Dialect } from "./dialect.ts";
import { f5SnippetLines } from "./fields.ts";
import { logPiece } from "./logs.ts";
import { routeLines } from "./virtual-server/fields.ts";
import { workersWithinLimit } from "./workers.ts";

export const f5Configuration: Configuration<ClassSpec> = {
  data: (spec, services, templates) =>
    configMapData(f5Dialect.snippetKeys, pieces(spec, services, templates), spec.configMap),

  problems: (spec, services) => {
    const demands = demandsOf(spec, services);
    return [
      ...logFieldProblems(f5Dialect, spec),
      ...knobProblems(f5Dialect, spec),
      ...rawProblems(f5Dialect, spec, demands, [
        ...pieces(spec, services),
        { location: services.flatMap((service) => locationLines(service, spec)) },
      ]),
      ...silenceProblems(spec, demands),
      ...latencyProblems(spec),
    ];
  },
};

function pieces(
  spec: ClassSpec,
  services: readonly ServiceSpec[],
  templates: TemplateContents = {},
): readonly Piece[] {
  const { drain, proxyProtocol, forwardedHeaders, performance, logs } = spec;
  const { http2, grpcBodySize } = demandsOf(spec, services);
  const knobs = { ...performance, ...workersWithinLimit(spec) };
  return [
    { keys: { "worker-shutdown-timeout": drain.timeout } },
    { keys: proxyProtocol === undefined ? {} : proxyProtocolKeys(proxyProtocol.trustedAddresses) },
    { keys: forwardedHeaders === undefined ? {} : forwardedHeaderKeys(forwardedHeaders.trustedAddresses) },
    tlsPiece(spec),
    knobPiece(f5Dialect.knobs, http2 ? { http2, ...knobs } : knobs),
    { http: [`proxy_next_upstream_timeout ${classTryLimit(spec)};`] },
    boundaryPiece(spec, services),
    claimedHeadersPiece(f5Dialect, http2),
    { http: grpcBodySize === undefined ? [] : [`client_max_body_size ${nginxSize(grpcBodySize)};`] },
    logPiece(logs),
    { keys: templateKeys(templates) },
  ];
}

function locationLines(service: ServiceSpec, spec: ClassSpec): readonly string[] {
  return service.kind === "VirtualServer" ? routeLines(service, spec) : f5SnippetLines(service, spec);
}

function proxyProtocolKeys(trusted: readonly string[]): Readonly<Record<string, string>> {
  return {
    "proxy-protocol": "true",
    "real-ip-header": "proxy_protocol",
    "set-real-ip-from": trusted.join(","),
  };
}

/** The last address that is not the balancers' own: clients may send the header too. */
function forwardedHeaderKeys(trusted: readonly string[]): Readonly<Record<string, string>> {
  return {
    "real-ip-header": "X-Forwarded-For",
    "real-ip-recursive": "true",
    "set-real-ip-from": trusted.join(","),
  };
}

function templateKeys({ main, ingress }: TemplateContents): Readonly<Record<string, string>> {
  return {
    ...(main === undefined ? {} : { "main-template": main }),
    ...(ingress === undefined ? {} : { "ingress-template": ingress }),
  };
}

/** The controller measures by a log of nginx's own, which is inherited like every other. */
function latencyProblems(spec: ClassSpec): readonly Problem[] {
  if (!spec.latencyMetrics) return [];
  const path = classSetting(spec, "latencyMetrics");
  const problem = (code: string, message: string) => ({ path, code, message });
  return [
    ...(spec.metrics
      ? []
      : [problem("has-no-effect", "has no effect without metrics: set metrics to true, or leave it out")]),
    ...(spec.logs.to === "file"
      ? [
          problem(
            "has-no-effect",
            "has no effect with logs.to file, whose access log takes the place of the one that is measured by: set logs.to to both or stdout, or leave it out",
          ),
        ]
      : []),
  ];
}

function silenceProblems(spec: ClassSpec, { hostless }: Demands): readonly Problem[] {
  const key = "default-server-access-log-off";
  if (!hostless || spec.configMap[key] !== "true") return [];
  const message =
    "would keep requests of the services without hosts out of every log, because they are the default server: remove it";
  return [{ path: classSetting(spec, `configMap.${key}`), code: "unlogged-requests", message }];
}
