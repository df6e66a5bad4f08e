import type { Problem } from "../model/problems.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { ServingClass } from "./serving-class.ts";

/** One thing a dialect can not do. */
export interface Rule {
  /** Path below `services.<name>`. */
  readonly field: string;
  /** Continues `class "<name>" (<dialect>) …` and ends with the way out; undefined where all is well. */
  readonly check: (service: ServiceSpec, spec: ServingClass) => string | undefined;
}

/** The rules that services of a class break. */
export function brokenRules(
  rules: readonly Rule[],
  spec: ServingClass,
  services: readonly ServiceSpec[],
): readonly Problem[] {
  return services.flatMap((service) =>
    rules.flatMap(({ field, check }) => {
      const sentence = check(service, spec);
      return sentence === undefined ? [] : [serviceProblem(spec, service, field, sentence)];
    }),
  );
}

interface Agreement {
  readonly field: string;
  /** What has to be equal; undefined for a service that has no say. */
  readonly of: (service: ServiceSpec) => unknown;
  /** Continues `class "<name>" (<dialect>) …`; `other` is the name of the service that came first. */
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
