import type { ClassSpec } from "../../model/class.ts";
import { type ClassDemands, noDemands } from "../../model/demands.ts";
import type { Problem } from "../../model/problems.ts";
import { knobPiece } from "./knob-piece.ts";
import { knobProblems } from "./knob-problems.ts";
import { logPiece } from "./logs.ts";
import { joinPieces, type Piece, snippetBlocks, snippetKeys } from "./piece.ts";
import { rawProblems } from "./raw-problems.ts";

/** Contents of the files that `ClassSpec.templates` names. */
export interface TemplateContents {
  readonly main?: string;
  readonly ingress?: string;
}

/**
 * Data of a class' controller ConfigMap, its keys sorted.
 *
 * A raw key takes the place of a derived one, except a raw snippet: its lines follow the derived ones.
 * ingress-nginx reads its template from a file, so `templates` does not appear in its data.
 */
export function renderConfigMap(
  spec: ClassSpec,
  demands: ClassDemands = noDemands,
  templates: TemplateContents = {},
): Readonly<Record<string, string>> {
  const { keys, ...lines } = joinPieces(derivedPieces(spec, demands, templates));
  const data: Record<string, string> = { ...keys, ...spec.configMap };
  for (const block of snippetBlocks) {
    const name = snippetKeys[spec.controller][block];
    const text = [...lines[block], ...rawLines(spec.configMap[name])].join("\n");
    if (text !== "") data[name] = text;
  }
  return Object.fromEntries(Object.entries(data).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a class and its services ask of its controller that the controller would ignore, refuse, or die of. */
export function configProblems(spec: ClassSpec, demands: ClassDemands = noDemands): readonly Problem[] {
  return [
    ...knobProblems(spec),
    ...templateProblems(spec),
    ...rawProblems(spec, demands, derivedPieces(spec, demands)),
  ];
}

function derivedPieces(
  spec: ClassSpec,
  demands: ClassDemands,
  templates: TemplateContents = {},
): readonly Piece[] {
  const dialect = spec.controller;
  return [
    { keys: { "worker-shutdown-timeout": spec.drain.timeout } },
    { keys: spec.proxyProtocol ? proxyProtocolKeys[dialect](spec.proxyProtocol.trustedAddresses) : {} },
    knobPiece(spec, demands),
    logPiece(spec),
    dialect === "f5" ? { keys: f5TemplateKeys(templates) } : ingressNginxPiece(spec),
    { keys: demands.keys ?? {} },
  ];
}

const proxyProtocolKeys = {
  f5: (trusted: readonly string[]) => ({
    "proxy-protocol": "true",
    "real-ip-header": "proxy_protocol",
    "set-real-ip-from": trusted.join(","),
  }),
  "ingress-nginx": (trusted: readonly string[]) => ({
    "use-proxy-protocol": "true",
    "proxy-real-ip-cidr": trusted.join(","),
  }),
} as const;

function f5TemplateKeys({ main, ingress }: TemplateContents): Readonly<Record<string, string>> {
  return {
    ...(main === undefined ? {} : { "main-template": main }),
    ...(ingress === undefined ? {} : { "ingress-template": ingress }),
  };
}

/**
 * HSTS is a service's choice here, off unless it asks: ingress-nginx would send it, subdomains included,
 * for every host with TLS. Snippet annotations rank as `Critical` there, above what it lets through.
 */
function ingressNginxPiece({ snippets }: ClassSpec): Piece {
  const annotations = { "allow-snippet-annotations": "true", "annotations-risk-level": "Critical" };
  return { keys: { hsts: "false", ...(snippets ? annotations : {}) } };
}

function templateProblems({ name, controller, templates }: ClassSpec): readonly Problem[] {
  if (controller === "f5" || templates.ingress === undefined) return [];
  const message = "ingress-nginx has a single template; put it all in templates.main";
  return [{ path: `classes.${name}.templates.ingress`, message }];
}

function rawLines(text = ""): readonly string[] {
  return text.trim() === "" ? [] : [text.trimEnd()];
}
