import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import type { Configuration } from "../controller.ts";
import { classSetting } from "../nginx/class-setting.ts";
import { configMapData, type Piece } from "../nginx/config-map.ts";
import { knobProblems } from "../nginx/knob-problems.ts";
import { knobPiece } from "../nginx/knobs.ts";
import { rawProblems } from "../nginx/raw-problems.ts";
import { type Demands, demandsOf } from "./demands.ts";
import { ingressNginxDialect } from "./dialect.ts";
import { logPiece } from "./logs.ts";

/** Without templates: ingress-nginx reads its own from a file. */
export const ingressNginxConfiguration: Configuration<ClassSpec> = {
  data: (spec, services) =>
    configMapData(ingressNginxDialect.snippetKeys, pieces(spec, demandsOf(services)), spec.configMap),

  problems: (spec, services) => {
    const demands = demandsOf(services);
    return [
      ...knobProblems(ingressNginxDialect, spec),
      ...templateProblems(spec),
      ...rawProblems(ingressNginxDialect, spec, demands, pieces(spec, demands)),
    ];
  },
};

function pieces(spec: ClassSpec, { http2, keys }: Demands): readonly Piece[] {
  const { drain, proxyProtocol, performance, logs, snippets } = spec;
  return [
    { keys: { "worker-shutdown-timeout": drain.timeout } },
    { keys: proxyProtocol === undefined ? {} : proxyProtocolKeys(proxyProtocol.trustedAddresses) },
    knobPiece(ingressNginxDialect.knobs, http2 ? { http2, ...performance } : performance),
    logPiece(logs),
    { keys: snippets ? snippetPermits : {} },
    { keys },
  ];
}

function proxyProtocolKeys(trusted: readonly string[]): Readonly<Record<string, string>> {
  return { "use-proxy-protocol": "true", "proxy-real-ip-cidr": trusted.join(",") };
}

/** Snippet annotations rank as `Critical`, above what the controller lets through by default. */
const snippetPermits = { "allow-snippet-annotations": "true", "annotations-risk-level": "Critical" };

function templateProblems(spec: ClassSpec): readonly Problem[] {
  if (spec.templates.ingress === undefined) return [];
  const message = "ingress-nginx has a single template: put everything into templates.main";
  return [{ path: classSetting(spec, "templates.ingress"), code: "one-template", message }];
}
