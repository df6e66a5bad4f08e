import type { Problem } from "../model/problems.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { ServingClass } from "./serving-class.ts";

/** The path of a class's setting as the user writes it: `classes.public.snippets`, `edge.defaultCertificate`. */
export type SettingPath = (spec: Pick<ServingClass, "name">, field: string) => string;

/** A value that a controller cannot serve. */
export interface Rule {
  /** Path below `services.<name>`. @default the field the rule belongs to */
  readonly part?: string;
  /** See `Problem.code`. */
  readonly code: string;
  /** Continues `class "<name>" (<controller>) …` and ends with the fix; undefined for a value that can be served. */
  readonly check: (service: ServiceSpec, spec: ServingClass, setting: SettingPath) => string | undefined;
}

/** Why a class cannot serve a service as configured. */
export interface Refusal {
  /** See `Problem.code`. */
  readonly code: string;
  /** Continues `class "<name>" (<controller>) …` and ends with the fix. */
  readonly sentence: string;
}

/** A setting that a controller has once for several services, which therefore have to agree on it. */
export interface SharedSetting {
  /** Path below `services.<name>`. */
  readonly field: string;
  /** The value to agree on; undefined for a service that leaves it to the others. */
  readonly value: (service: ServiceSpec) => unknown;
}

export interface NamedSetting extends SharedSetting {
  /** The setting as the object of a sentence: "sets … once for all its services". */
  readonly words: string;
}

interface Disagreement extends SharedSetting {
  readonly code: string;
  /** See `Refusal.sentence`; `first` is the name of the service to agree with. */
  readonly sentence: (first: string) => string;
}

/** Services whose value differs from that of the first service with one. */
export function disagreements(
  spec: ServingClass,
  services: readonly ServiceSpec[],
  { field, value, code, sentence }: Disagreement,
): readonly Problem[] {
  const [first, ...others] = services.filter((service) => value(service) !== undefined);
  if (first === undefined) return [];
  const agreed = JSON.stringify(value(first));
  return others
    .filter((service) => JSON.stringify(value(service)) !== agreed)
    .map((service) => serviceProblem(spec, service, field, { code, sentence: sentence(first.name) }));
}

/** @param field path below `services.<name>` */
export function serviceProblem(
  spec: ServingClass,
  service: ServiceSpec,
  field: string,
  refusal: Refusal,
): Problem {
  return problemOfClass(spec, `services.${service.name}.${field}`, refusal);
}

/** @param path see `Problem.path` */
export function problemOfClass(
  { name, controller }: ServingClass,
  path: string,
  { code, sentence }: Refusal,
): Problem {
  return { path, code, message: `class "${name}" (${controller}) ${sentence}` };
}
