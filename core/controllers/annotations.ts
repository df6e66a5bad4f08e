import { listed } from "../model/listed.ts";
import { ownValue } from "../model/own-value.ts";
import type { Issuer, ServiceSpec } from "../model/service.ts";
import type { Rule } from "./service-problems.ts";

/** The annotations that a controller reads of an Ingress. */
export interface OwnAnnotations {
  /** What their names begin with. */
  readonly prefixes: readonly string[];
  /** The field of a service that sets each; none for those that the program sets by itself. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What the names of annotations begin with that some ingress controller reads, and no other program. */
const controllerPrefixes = [
  "nginx.org/",
  "nginx.com/",
  "appprotect.f5.com/",
  "appprotectdos.f5.com/",
  "nginx.ingress.kubernetes.io/",
  "haproxy.org/",
  "haproxy.com/",
  "haproxy-ingress.github.io/",
  "ingress.kubernetes.io/",
  "traefik.ingress.kubernetes.io/",
  "alb.ingress.kubernetes.io/",
  "konghq.com/",
];

/** The program's own, those of the tools that apply objects, and the one that `class` stands for. */
const reserved = ["exposure.dev/", "pulumi.com/", "kubectl.kubernetes.io/", "kubernetes.io/ingress.class"];

/** Labels by which the program and its users find what it has made. */
const reservedLabels = ["app.kubernetes.io/", "exposure.dev/"];

const issuerAnnotations: Readonly<Record<Issuer["kind"], string>> = {
  Issuer: "cert-manager.io/issuer",
  ClusterIssuer: "cert-manager.io/cluster-issuer",
};

const commonFields: Readonly<Record<string, string>> = {
  [issuerAnnotations.Issuer]: "tls.issuer",
  [issuerAnnotations.ClusterIssuer]: "tls.clusterIssuer",
};

/** What is wrong with the annotations of a service. */
export function annotationRules(own: OwnAnnotations): readonly Rule[] {
  const fields = { ...commonFields, ...own.fields };
  const fieldOf = (name: string) => ownValue(fields, name);
  const isOwn = (name: string) => startsWith(name, own.prefixes) && fieldOf(name) === undefined;
  return [
    {
      code: "reserved-annotation",
      check: ({ annotations }) =>
        about(annotations, isReserved, (names) => `leaves ${names} to the program: remove it`),
    },
    {
      code: "annotation-with-field",
      check: ({ name: service, annotations }) =>
        about(
          annotations,
          (name) => fieldOf(name) !== undefined,
          (names, [first = ""]) =>
            fieldOf(first) === ""
              ? `leaves ${names} to the program: remove it`
              : `sets ${names} by a field: set services.${service}.${fieldOf(first)} instead`,
        ),
    },
    {
      code: "unchecked-annotation",
      check: ({ annotations, unchecked }) =>
        unchecked
          ? undefined
          : about(
              annotations,
              isOwn,
              (names) =>
                `cannot vouch for ${names}: set unchecked to true to pass it on as it is, or remove it`,
            ),
    },
    {
      code: "has-no-effect",
      check: ({ annotations }) =>
        about(
          annotations,
          (name) => startsWith(name, controllerPrefixes) && !startsWith(name, own.prefixes),
          (names) => `does not read ${names}, which is another controller's: remove it`,
        ),
    },
    {
      code: "needs-tls-secret",
      check: ({ name: service, annotations, tls }) =>
        tls?.secret !== undefined
          ? undefined
          : about(
              annotations,
              (name) => isForCertificate(name) && fieldOf(name) === undefined,
              (names) =>
                `has no Secret for the certificate that ${names} asks for: set services.${service}.tls.secret, or remove it`,
            ),
    },
    {
      part: "unchecked",
      code: "has-no-effect",
      check: ({ annotations, unchecked }) =>
        unchecked && !Object.keys(annotations).some(isOwn)
          ? "has none of its own annotations to pass on: leave unchecked out"
          : undefined,
    },
  ];
}

/** What is wrong with the labels of a service. */
export const labelRules: readonly Rule[] = [
  {
    code: "reserved-label",
    check: ({ labels }) =>
      about(
        labels,
        (name) => startsWith(name, reservedLabels),
        (names) => `leaves ${names} to the program: choose another name`,
      ),
  },
];

/** Why an annotation cannot be a default of a class; undefined if it can. */
export function defaultAnnotationProblem(name: string): string | undefined {
  if (isReserved(name)) return "is set by the program: remove it";
  const field = ownValue(commonFields, name);
  if (field !== undefined) return `is set by a field of each service: set its ${field} instead`;
  return startsWith(name, controllerPrefixes)
    ? "is a controller's own: set the class's performance or configMap, or a field of each service"
    : undefined;
}

/** Why a label cannot be a default of a class; undefined if it can. */
export function defaultLabelProblem(name: string): string | undefined {
  return startsWith(name, reservedLabels) ? "is set by the program: choose another name" : undefined;
}

/** Annotations that a controller passes on without knowing what they do, by name. */
export function uncheckedAnnotations({ annotations, unchecked }: ServiceSpec): readonly string[] {
  return unchecked ? Object.keys(annotations).filter((name) => startsWith(name, controllerPrefixes)) : [];
}

/** Whether an annotation is cert-manager's: it belongs on the Ingress that has the host's certificate. */
export function isForCertificate(name: string): boolean {
  return /(^|\.)cert-manager\.io\//.test(name) || name === "kubernetes.io/tls-acme";
}

/** The annotation by which cert-manager makes a service's certificate. */
export function issuerAnnotation({ tls }: Pick<ServiceSpec, "tls">): Readonly<Record<string, string>> {
  return tls?.issuer === undefined ? {} : { [issuerAnnotations[tls.issuer.kind]]: tls.issuer.name };
}

/** Values under names that all begin alike. */
export function withPrefix<T>(
  prefix: string,
  values: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

function isReserved(name: string): boolean {
  return startsWith(name, reserved);
}

function startsWith(name: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => name.startsWith(prefix));
}

/** A sentence about the names of which something is true; undefined if it is true of none. */
function about(
  entries: Readonly<Record<string, string>>,
  test: (name: string) => boolean,
  sentence: (names: string, found: readonly string[]) => string,
): string | undefined {
  const found = Object.keys(entries).filter(test);
  return found.length === 0 ? undefined : sentence(listed(found), found);
}
