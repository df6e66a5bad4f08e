import { isDeepStrictEqual } from "node:util";
import type { Problem } from "../model/problems.ts";
import { resolveService } from "../model/resolve-service.ts";
import { type ServiceArgs, type ServiceSpec, standbyDiffers, standbyView } from "../model/service.ts";
import { labelRules } from "./annotations.ts";
import { commonRules } from "./common-rules.ts";
import { type Rule, type SettingPath, serviceProblem } from "./service-problems.ts";
import type { ServingClass } from "./serving-class.ts";

export type ServiceField = keyof ServiceSpec;

/** The parts of each field that the documentation lists; none for a field that does not depend on the controller. */
export const fieldParts = {
  name: [],
  class: [],
  namespace: [],
  ingress: [],
  kind: ["kind"],
  hosts: ["hosts"],
  paths: ["paths", "paths[].type: Regex"],
  backend: ["backend"],
  emergency: ["emergency"],
  standby: ["emergency.protocol", "emergency.rewrite", "emergency.upstreamHost"],
  probes: ["backend.probe, emergency.probe"],
  tls: ["tls: true", "tls.secret", "tls.issuer, tls.clusterIssuer"],
  tlsPassthrough: ["tlsPassthrough"],
  forceHttps: ["forceHttps"],
  rewrite: ["rewrite"],
  redirect: ["redirect", "redirect.keepPath"],
  www: ["www"],
  appRoot: ["appRoot"],
  upstreamHost: ["upstreamHost"],
  protocol: ["protocol: https", "protocol: websocket", "protocol: grpc, grpcs"],
  bodySize: ["bodySize"],
  timeouts: ["timeouts.connect", "timeouts.read", "timeouts.send"],
  buffering: ["buffering"],
  requestBuffering: ["requestBuffering"],
  proxyBufferSize: ["proxyBufferSize"],
  proxyBuffers: ["proxyBuffers"],
  upstreamKeepAlive: ["upstreamKeepAlive"],
  rateLimit: ["rateLimit", "rateLimit.header"],
  allow: ["allow"],
  deny: ["deny"],
  connections: ["connections"],
  cors: ["cors"],
  sticky: ["sticky", "sticky.sameSite, sticky.secure, sticky.httpOnly, sticky.path"],
  hsts: ["hsts"],
  headers: ["headers.request", "headers.response", "headers.hide"],
  errorPages: ["errorPages.service", "errorPages.url"],
  retries: ["retries"],
  basicAuth: ["basicAuth"],
  externalAuth: ["externalAuth"],
  clientCertificate: ["clientCertificate"],
  backendTls: [
    "backendTls.ca",
    "backendTls.serverName",
    "backendTls.clientCertificate",
    "backendTls.verify: false",
  ],
  annotations: ["annotations"],
  labels: ["labels"],
  unchecked: ["unchecked"],
} as const satisfies Readonly<Record<ServiceField, readonly string[]>>;

type Part<Field extends ServiceField> = (typeof fieldParts)[Field][number];

interface Common<Field extends ServiceField> {
  /** What this controller does with each part of the field: a table cell, in Markdown. */
  readonly docs: Readonly<Record<Part<Field>, string>>;
  /** Values this controller cannot serve. */
  readonly rules?: readonly Rule[];
  /** Reads the field back from the annotations of a live object, for an import. */
  readonly read?: (annotations: Readonly<Record<string, string>>) => ServiceArgs[Field & keyof ServiceArgs];
}

/** The controller cannot take the field. */
interface Refused {
  readonly as: "refused";
  /** Why, with the fix; continues `class "<name>" (<controller>) …`. */
  readonly instead: (spec: ServingClass, setting: SettingPath) => string;
}

/** The field becomes part of the object itself, or is the program's own: no annotation and no line of configuration. */
interface Structural {
  readonly as: "object" | "program";
}

/** What one controller does with one field: it renders it or refuses it. */
export type FieldRow<Field extends ServiceField, Rendering = unknown> = Common<Field> &
  (Refused | Structural | ({ readonly as: "rendered" } & Rendering));

/** A row for each field: a field added to the model does not compile until every controller has its row. */
export type FieldTable<Rendering = unknown> = {
  readonly [Field in ServiceField]: FieldRow<Field, Rendering>;
};

/** The fields that every controller takes alike. */
export const commonRows = {
  name: { as: "program", docs: {} },
  class: { as: "object", docs: {} },
  namespace: { as: "object", docs: {} },
  ingress: { as: "object", docs: {} },
  backend: { as: "object", docs: { backend: "yes" } },
  labels: { as: "object", docs: { labels: "yes" }, rules: labelRules },
  unchecked: { as: "program", docs: { unchecked: "yes" } },
} as const satisfies Partial<FieldTable>;

export const serviceFields = Object.keys(fieldParts) as readonly ServiceField[];

/** A row of a field that is only known at run time. */
type Row<Rendering = unknown> = Pick<Common<ServiceField>, "rules"> &
  (Refused | Structural | ({ readonly as: "rendered" } & Rendering));

/** How each rendered field of a table is rendered, in the table's order. */
export function renderings<Rendering>(table: FieldTable<Rendering>): readonly Rendering[] {
  const rows = Object.values<Row<Rendering>>(table);
  return rows.flatMap((row) => (row.as === "rendered" ? [row] : []));
}

/** Values of single services that a controller cannot serve. */
export function fieldProblems(
  table: FieldTable,
  spec: ServingClass,
  services: readonly ServiceSpec[],
  setting: SettingPath,
): readonly Problem[] {
  const rulesOf = (field: ServiceField): readonly Rule[] => {
    const row: Row = table[field];
    if (row.as !== "refused") return [...(commonRules[field] ?? []), ...(row.rules ?? [])];
    const check: Rule["check"] = (service) =>
      isSet(service, field) ? row.instead(spec, setting) : undefined;
    return [{ code: "unsupported", check }];
  };
  return services.flatMap((service) => [
    ...serviceFields.flatMap((field) =>
      rulesOf(field).flatMap(({ part = field, code, check }) => {
        const sentence = check(service, spec, setting);
        return sentence === undefined ? [] : [serviceProblem(spec, service, part, { code, sentence })];
      }),
    ),
    ...(standbyDiffers(service) ? standbyFields : []).flatMap((field) =>
      rulesOf(field).flatMap(({ code, check }) => {
        const sentence = check(standbyView(service), spec, setting);
        if (sentence === undefined || sentence === check(service, spec, setting)) return [];
        return [serviceProblem(spec, service, `emergency.${field}`, { code, sentence })];
      }),
    ),
  ]);
}

/** The fields of a service that its emergency backend may have otherwise. */
const standbyFields = ["protocol", "rewrite", "upstreamHost"] as const satisfies readonly ServiceField[];

const unset = resolveService("", { backend: { service: "", port: 0 } }, "");

function isSet(service: ServiceSpec, field: ServiceField): boolean {
  return !isDeepStrictEqual(service[field], unset[field]);
}
