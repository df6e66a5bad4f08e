import type { LocatedClass } from "../config/located.ts";
import type { ProjectFiles } from "../config/project-files.ts";
import type { Problem } from "../model/problems.ts";

/** Templates whose file does not exist in the project. */
export function templateProblems({ spec, at }: LocatedClass, { read }: ProjectFiles): readonly Problem[] {
  return Object.entries(spec.templates)
    .filter(([, file]) => read(file) === undefined)
    .map(([field, file]) => ({
      path: at(`templates.${field}`),
      code: "no-such-file",
      message: `expected a file of the project, got "${file}", which does not exist`,
    }));
}
