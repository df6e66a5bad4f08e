import { uncheckedAnnotations } from "../controllers/annotations.ts";
import { classControllers } from "../controllers/registry.ts";
import type { ServiceSpec } from "../model/service.ts";
import type { StackConfig } from "../model/stack.ts";

/** What is allowed but should change, one sentence each. */
export function warningsOf({
  classes,
  services,
}: Pick<StackConfig, "classes" | "services">): readonly string[] {
  return [
    ...classes.flatMap(({ name, controller }) => {
      const { title, version, retired } = classControllers[controller].facts;
      return retired === undefined ? [] : [`class "${name}" runs ${title} ${version}: ${retired}`];
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
