import { ConfigError, type Problem } from "../model/problems.ts";
import { messageOf } from "../model/user-error.ts";
import { fullKey } from "./config-key.ts";
import { isYamlObject, type YamlObject, type YamlValue } from "./engine-yaml/decode.ts";
import { engineText } from "./engine-yaml/json-text.ts";
import { readYaml } from "./engine-yaml/read-yaml.ts";
import { show } from "./formats/expected.ts";
import type { RawConfig } from "./raw-config.ts";

/** A stack's settings file, read without the engine. */
export interface StackFile {
  /** Keys and values as the engine would hand them to the program. */
  readonly raw: RawConfig;
  /** Whether the value of a key, or a part of it, is encrypted. */
  readonly isEncrypted: (key: string) => boolean;
  /** What of the file is not read here, or not by the engine. */
  readonly warnings: readonly string[];
}

/**
 * Reads the text of a `Pulumi.<stack>.yaml` as the engine does.
 * @param project name of the project, whose keys are read
 * @param decrypted values of the keys that hold encrypted values, as the engine reads them
 * @throws ConfigError if one of those is missing, since only the engine can read it, or the engine would refuse the file
 * @see https://github.com/pulumi/pulumi/blob/v3.256.0/sdk/go/common/workspace/loaders.go LoadProjectStackBytes
 */
export function readStackFile(
  file: string,
  text: string,
  project: string,
  decrypted: RawConfig = {},
): StackFile {
  const { keys, warnings } = keysOf(file, text, project);
  const sealed = new Set(keys.flatMap(([key, value]) => (encrypted(key, value).length > 0 ? [key] : [])));
  const problems = keys.flatMap(([key, value]) =>
    Object.hasOwn(decrypted, key) ? [] : encrypted(key, value),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    raw: Object.fromEntries(
      keys.map(([key, value]) => [key, sealed.has(key) ? decrypted[key] : handedOver(key, value)]),
    ),
    isEncrypted: (key) => sealed.has(key),
    warnings,
  };
}

/**
 * Whether a stack file has values of a project that only the engine can read.
 * @throws ConfigError if the engine would refuse the file
 */
export function hasEncrypted(file: string, text: string, project: string): boolean {
  return keysOf(file, text, project).keys.some(([key, value]) => encrypted(key, value).length > 0);
}

type Keys = readonly (readonly [key: string, value: YamlValue])[];

function keysOf(file: string, text: string, project: string) {
  const read = readYaml(text);
  if ("fault" in read) {
    const { reason, line } = read.fault;
    const path = line === undefined ? file : `${file}:${line}`;
    throw new ConfigError([{ path, code: "invalid-yaml", message: `is not valid YAML: ${reason}` }]);
  }
  const contents = objectOf(read.value, file);
  const config = objectOf(contents.get("config") ?? null, "config");
  const warnings = [
    ...((contents.get("environment") ?? null) === null
      ? []
      : [`${file} also takes values from ESC environments, which are left out here`]),
    ...(read.next === undefined
      ? []
      : [`${file} holds a further YAML document on line ${read.next}, which pulumi does not read`]),
  ];
  return { keys: keysIn(config, project), warnings };
}

/** An empty part of the file is an object without keys. */
function objectOf(value: YamlValue, path: string): YamlObject | ReadonlyMap<string, YamlValue> {
  if (value === null) return new Map();
  if (!isYamlObject(value)) {
    const message = `expected an object, got ${show(value)}`;
    throw new ConfigError([{ path, code: "wrong-type", message }]);
  }
  if (value.textKeys) return value;
  const message = "expected keys that are text: write a number, a date or null as a key in quotes";
  throw new ConfigError([{ path, code: "wrong-key", message }]);
}

function keysIn(config: ReadonlyMap<string, YamlValue>, project: string): Keys {
  const named = [...config].map(([key, value]) => ({ key, full: fullKey(key, project), value }));
  const seen = new Map<string, string>();
  const problems = named.flatMap(({ key, full }): readonly Problem[] => {
    if (full === undefined) {
      const message = "expected a key as <project>:<name>";
      return [{ path: `config[${show(key)}]`, code: "wrong-key", message }];
    }
    const earlier = seen.get(full);
    seen.set(full, key);
    if (earlier === undefined) return [];
    const message = `stands for ${full}, as ${show(earlier)} does: remove one of the two`;
    return [{ path: `config[${show(key)}]`, code: "defined-twice", message }];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return named.flatMap(({ full, value }) =>
    full?.startsWith(`${project}:`) ? [[full, value] as const] : [],
  );
}

function encrypted(path: string, value: YamlValue): readonly Problem[] {
  if (isYamlObject(value)) {
    if (typeof value.get("secure") === "string" && value.size === 1) {
      const message =
        "is encrypted, and only the engine can decrypt it: write it in plain text into a copy of the file, and name that with --file";
      return [{ path, code: "encrypted", message }];
    }
    return [...value].flatMap(([key, item]) => encrypted(`${path}.${key}`, item));
  }
  if (typeof value !== "object" || value === null) return [];
  return value.flatMap((item, index) => encrypted(`${path}[${index}]`, item));
}

function handedOver(path: string, value: YamlValue): string {
  try {
    return engineText(value);
  } catch (error) {
    throw new ConfigError([
      { path, code: "wrong-value", message: `cannot be handed to the program: ${messageOf(error)}` },
    ]);
  }
}
