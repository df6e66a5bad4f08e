import { parseDocument } from "yaml";
import { ConfigError, type Problem } from "../model/problems.ts";
import { show } from "./formats/expected.ts";
import type { RawConfig } from "./raw-config.ts";
import { isObject } from "./schema.ts";

/** A stack's settings file, read without the engine. */
export interface StackFile {
  /** Keys and values as the engine would hand them to the program. */
  readonly raw: RawConfig;
  /** Whether the value of a key, or a part of it, is encrypted. */
  readonly isEncrypted: (key: string) => boolean;
  /** Sources of values that are not read here. */
  readonly warnings: readonly string[];
}

/**
 * Reads the text of a `Pulumi.<stack>.yaml`.
 * @param project name of the project, whose keys are read
 * @param decrypted values of the keys that hold encrypted values, as the engine reads them
 * @throws ConfigError if one of those is missing, since only the engine can read it, or the file is not a YAML object
 */
export function readStackFile(
  file: string,
  text: string,
  project: string,
  decrypted: RawConfig = {},
): StackFile {
  const { contents, keys } = keysOf(file, text, project);
  const sealed = new Set(keys.flatMap(([key, value]) => (encrypted(key, value).length > 0 ? [key] : [])));
  const problems = keys.flatMap(([key, value]) =>
    Object.hasOwn(decrypted, key) ? [] : encrypted(key, value),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    raw: Object.fromEntries(
      keys.map(([key, value]) => [key, sealed.has(key) ? decrypted[key] : asEngineValue(value)]),
    ),
    isEncrypted: (key) => sealed.has(key),
    warnings:
      contents.environment === undefined
        ? []
        : [`${file} also takes values from ESC environments, which are left out here`],
  };
}

/**
 * Whether a stack file has values of a project that only the engine can read.
 * @throws ConfigError if the file is not a YAML object
 */
export function hasEncrypted(file: string, text: string, project: string): boolean {
  return keysOf(file, text, project).keys.some(([key, value]) => encrypted(key, value).length > 0);
}

function keysOf(file: string, text: string, project: string) {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) {
    throw new ConfigError([
      { path: file, code: "invalid-yaml", message: `is not valid YAML: ${firstLine(error.message)}` },
    ]);
  }
  const contents: unknown = document.toJS() ?? {};
  if (!isObject(contents)) {
    const message = `expected an object, got ${show(contents)}`;
    throw new ConfigError([{ path: file, code: "wrong-type", message }]);
  }
  const config = isObject(contents.config) ? contents.config : {};
  return { contents, keys: Object.entries(config).filter(([key]) => key.startsWith(`${project}:`)) };
}

function encrypted(path: string, value: unknown): readonly Problem[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => encrypted(`${path}[${index}]`, item));
  if (!isObject(value)) return [];
  if (typeof value.secure === "string" && Object.keys(value).length === 1) {
    const message =
      "is encrypted, and only the engine can decrypt it: write it in plain text into a copy of the file, and name that with --file";
    return [{ path, code: "encrypted", message }];
  }
  return Object.entries(value).flatMap(([key, item]) => encrypted(`${path}.${key}`, item));
}

/** Scalars as text, everything else as JSON. */
function asEngineValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function firstLine(message: string): string {
  return message.split("\n")[0]?.replace(/:$/, "") ?? message;
}
