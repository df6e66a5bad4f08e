import { readFileSync } from "node:fs";
import type { ClassSpec } from "../model/class.ts";
import { ConfigError } from "../model/problems.ts";
import { controllerDialects } from "./dialects/registry.ts";

/**
 * Content of the class' own main template, where its controller reads it from a file; nothing where there
 * is none, or where it is a ConfigMap key like any other (F5).
 * @throws ConfigError when the file can not be read
 */
export function readMainTemplate({ name, controller, templates }: ClassSpec): string | undefined {
  const path = templates.main;
  if (path === undefined || controllerDialects[controller].templateDirectory === undefined) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message = `can not read "${path}" (${code}); give the path of a file, relative to the project`;
    throw new ConfigError([{ path: `classes.${name}.templates.main`, message }]);
  }
}
