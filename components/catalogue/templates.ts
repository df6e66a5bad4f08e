import type { Problem } from "../model/problems.ts";
import type { ProjectFiles } from "./folder.ts";
import type { LocatedClass } from "./located.ts";

/** Templates the class' controller does not have, or that are no files of the project. */
export function templateProblems({ spec, at }: LocatedClass, { read }: ProjectFiles): readonly Problem[] {
  return Object.entries(spec.templates).flatMap(([field, file]: [string, string]) => {
    const message =
      field === "ingress" && spec.controller === "ingress-nginx"
        ? "ingress-nginx has a single template: set templates.main"
        : read(file) === undefined
          ? `expected a file of the project, got "${file}": there is no such file`
          : undefined;
    return message === undefined ? [] : [{ path: at(`templates.${field}`), message }];
  });
}
