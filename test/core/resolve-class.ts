import type { ClassArgs, ClassSpec } from "../../core/model/class.ts";
import * as model from "../../core/model/resolve-class.ts";
import { controllerDefaults } from "../../core/stack/controller-defaults.ts";

/** A class as a stack file with these args has it. */
export function resolveClass(name: string, args: ClassArgs): ClassSpec {
  return model.resolveClass(name, args, controllerDefaults);
}
