import { classControllers } from "../controllers/registry.ts";
import type { StackConfig } from "../model/stack.ts";

/** What is allowed but should change, one sentence each. */
export function warningsOf({ classes }: Pick<StackConfig, "classes">): readonly string[] {
  return classes.flatMap(({ name, controller }) => {
    const { title, version, retired } = classControllers[controller].facts;
    return retired === undefined ? [] : [`class "${name}" runs ${title} ${version}: ${retired}`];
  });
}
