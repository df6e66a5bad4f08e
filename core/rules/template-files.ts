import type { LocatedClass } from "../config/located.ts";
import type { ProjectFiles } from "../config/project-files.ts";
import type { Problem } from "../model/problems.ts";
import { UserError } from "../model/user-error.ts";

/** Templates whose file does not exist in the project, or cannot be read. */
export function templateProblems({ spec, at }: LocatedClass, { read }: ProjectFiles): readonly Problem[] {
  return Object.entries(spec.templates).flatMap(([field, file]) => {
    const found = templateText(file, read);
    return typeof found === "string" ? [] : [{ path: at(`templates.${field}`), ...found }];
  });
}

/** The text of a template, or why there is none. */
export function templateText(file: string, read: ProjectFiles["read"]): string | Omit<Problem, "path"> {
  try {
    const message = `expected a file of the project, got "${file}", which does not exist`;
    return read(file) ?? { code: "no-such-file", message };
  } catch (error) {
    if (error instanceof UserError) return { code: "unreadable-file", message: error.message };
    throw error;
  }
}
