import { uncheckedAnnotations } from "../controllers/annotations.ts";
import { servicesOf } from "../controllers/plan-services.ts";
import { classControllers } from "../controllers/registry.ts";
import type { ClassSpec } from "../model/class.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { StackConfig } from "../model/stack.ts";

/** Warnings about the services of one class that are told one by one. */
const told = 20;

/** What is allowed but should change, or does less than its settings promise: one sentence each. */
export function warningsOf({
  classes,
  services,
}: Pick<StackConfig, "classes" | "services">): readonly string[] {
  return [
    ...classes.flatMap((spec) => {
      const { title, version, retired } = classControllers[spec.controller].facts;
      return [
        ...(retired === undefined ? [] : [`class "${spec.name}" runs ${title} ${version}: ${retired}`]),
        ...serviceWarnings(spec, servicesOf(spec, services)),
      ];
    }),
    ...uncheckedWarnings(services),
  ];
}

/** Services with annotations that the controller takes as they are. */
export function uncheckedWarnings(services: readonly ServiceSpec[]): readonly string[] {
  return services.flatMap((service) => {
    const names = uncheckedAnnotations(service);
    return names.length === 0
      ? []
      : [
          `service "${service.name}" passes ${names.join(", ")} on unchecked: a wrong value may take its class down`,
        ];
  });
}

function serviceWarnings(spec: ClassSpec, services: readonly ServiceSpec[]): readonly string[] {
  const warnings = classControllers[spec.controller].services
    .warnings(spec, services)
    .map(({ path, message }) => `${path}: ${message}`);
  const others = warnings.length - told;
  return others <= 0
    ? warnings
    : [...warnings.slice(0, told), `class "${spec.name}" has ${others} more warnings of this kind`];
}
