import type { LocatedClass } from "../config/located.ts";
import type { ProjectFiles } from "../config/project-files.ts";
import { classControllers } from "../controllers/registry.ts";
import { digestProblem } from "../kubernetes/definitions.ts";
import type { Problem } from "../model/problems.ts";
import { templateText } from "./template-files.ts";

/** A file of definitions that does not exist in the project, cannot be read, or is not that of the release. */
export function definitionProblems({ spec, at }: LocatedClass, { read }: ProjectFiles): readonly Problem[] {
  const name = spec.customResources?.definitions;
  const file = classControllers[spec.controller].definitions;
  if (name === undefined || file === undefined) return [];
  const path = at("customResources.definitions");
  const text = templateText(name, read);
  if (typeof text !== "string") return [{ path, ...text }];
  const problem = digestProblem(text, file);
  return problem === undefined ? [] : [{ path, code: "other-release", message: `"${name}" ${problem}` }];
}
