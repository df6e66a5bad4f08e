import { classControllers } from "../../core/controllers/registry.ts";
import type { ClassArgs, ClassSpec } from "../../core/model/class.ts";
import * as model from "../../core/model/resolve-class.ts";

/** The class of a stack file with these args. */
export function resolveClass(name: string, args: ClassArgs): ClassSpec {
  return model.resolveClass(name, args, classControllers);
}
