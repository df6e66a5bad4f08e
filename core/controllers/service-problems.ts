import type { Problem } from "../model/problems.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { ServingClass } from "./serving-class.ts";

/** The path of a class's setting as the user writes it: `classes.public.snippets`, `edge.defaultCertificate`. */
export type SettingPath = (spec: Pick<ServingClass, "name">, field: string) => string;

/** A value that cannot be served. */
export interface Rule {
  /** Path below `services.<name>`. @default the field the rule belongs to */
  readonly part?: string;
  /** Continues `class "<name>" (<controller>) …` and ends with the way out; undefined for a value that can be served. */
  readonly check: (service: ServiceSpec, spec: ServingClass, setting: SettingPath) => string | undefined;
}

interface Agreement {
  readonly field: string;
  /** What has to be equal; undefined for a service that has no say. */
  readonly of: (service: ServiceSpec) => unknown;
  /** Continues `class "<name>" (<controller>) …`; `other` is the name of the service that came first. */
  readonly sentence: (other: string) => string;
}

/** Services that differ from the first one with a say. */
export function disagreements(
  spec: ServingClass,
  services: readonly ServiceSpec[],
  { field, of, sentence }: Agreement,
): readonly Problem[] {
  const [first, ...others] = services.filter((service) => of(service) !== undefined);
  if (first === undefined) return [];
  const agreed = JSON.stringify(of(first));
  return others
    .filter((service) => JSON.stringify(of(service)) !== agreed)
    .map((service) => serviceProblem(spec, service, field, sentence(first.name)));
}

export function serviceProblem(
  spec: ServingClass,
  service: ServiceSpec,
  field: string,
  sentence: string,
): Problem {
  return {
    path: `services.${service.name}.${field}`,
    message: `class "${spec.name}" (${spec.controller}) ${sentence}`,
  };
}
