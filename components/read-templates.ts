import { resolve } from "node:path";
import type { TemplateContents } from "../core/controllers/controller.ts";
import type { ClassSpec, TemplateArgs } from "../core/model/class.ts";
import { ConfigError, type Problem } from "../core/model/problems.ts";
import { projectFolder } from "./project-folder.ts";
import { readTextFile } from "./text-file.ts";

/**
 * Contents of the templates of a class, whose paths are relative to the project.
 * @throws ConfigError naming every file that cannot be read
 */
export function readTemplates({ name, templates }: ClassSpec): TemplateContents {
  const problems: Problem[] = [];
  const contents = Object.entries(templates).map(([kind, path]) => {
    try {
      return [kind, readTextFile(resolve(projectFolder(), path), path)];
    } catch (error) {
      problems.push(unreadable(`classes.${name}.templates.${kind}`, path, error as NodeJS.ErrnoException));
      return [kind, ""];
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.fromEntries(contents) satisfies Record<keyof TemplateArgs, string>;
}

function unreadable(path: string, file: string, error: NodeJS.ErrnoException): Problem {
  const message = `cannot read "${file}" (${error.code ?? error.message}): set the path of a file, relative to the project`;
  return { path, code: "unreadable-file", message };
}
