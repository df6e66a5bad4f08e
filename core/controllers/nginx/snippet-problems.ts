import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import { type Piece, type SnippetBlock, snippetBlocks } from "./config-map.ts";
import type { NginxDialect } from "./dialect.ts";
import { keysOf, knobNames } from "./knobs.ts";

/**
 * Directives of a class's raw snippets that nginx's configuration has already: nginx does not start with both.
 * @param derived what its services and typed settings come to
 */
export function snippetProblems(
  dialect: NginxDialect,
  spec: ClassSpec,
  derived: Required<Piece>,
): readonly Problem[] {
  const data = { ...derived.keys, ...spec.configMap };
  return snippetBlocks.flatMap((block) => {
    const key = dialect.snippetKeys[block];
    const written = new Set(derived[block].flatMap(topLevelDirectives));
    return topLevelDirectives(spec.configMap[key] ?? "").flatMap((name) => {
      const writer =
        templateWrites(dialect, block, name, data, spec) ??
        (written.has(name) && !repeatable.includes(name) ? derivedWrites : undefined);
      if (writer === undefined) return [];
      const message = `nginx refuses ${name} twice, and ${writer}`;
      return [{ path: `classes.${spec.name}.configMap.${key}`, message }];
    });
  });
}

/** Names of the directives of a piece of nginx configuration, without those inside its blocks. */
export function topLevelDirectives(text: string): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  let begins = true;
  for (const token of text.match(tokens) ?? []) {
    if (token.startsWith("#")) continue;
    if (token === "{") depth++;
    if (token === "}") depth = Math.max(0, depth - 1);
    if (token === ";" || token === "{" || token === "}") {
      begins = true;
      continue;
    }
    if (begins && depth === 0) names.push(token);
    begins = false;
  }
  return names;
}

/** Quoted strings and comments in one piece, then structure, then words. */
const tokens = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|#[^\n]*|[{};]|[^\s{};"'#]+/g;

const derivedWrites = "the typed settings of the class or its services write it; remove it here";
const repeatable: readonly string[] = ["access_log", "error_log", "log_format"];

/** Why the controller's template writes a directive, and the way out; undefined if it does not. */
function templateWrites(
  dialect: NginxDialect,
  block: SnippetBlock,
  name: string,
  data: Readonly<Record<string, string>>,
  spec: ClassSpec,
): string | undefined {
  const { always, byKey } = dialect.template;
  const wayOut = always[block][name];
  if (wayOut !== undefined) return `the template writes it; ${wayOut}`;
  const [key] =
    Object.entries(byKey[block]).find(([key, names]) => names.includes(name) && isOn(data[key])) ?? [];
  return key && `the template writes it for the key ${key}; ${wayOutOf(key, dialect, spec)}`;
}

/** The templates' own test, as far as one rule can tell: text that is there, numbers above 0, and what is true. */
function isOn(value: string | undefined): boolean {
  return value !== undefined && !/^(|0|f|false)$/i.test(value);
}

/** A key that the user wrote has the value already; any other comes from a knob, be it the profile's or a service's. */
function wayOutOf(key: string, { knobs }: NginxDialect, { configMap }: ClassSpec): string {
  const knob = knobNames(knobs).find((name) => keysOf(knobs, name).includes(key));
  return knob === undefined || Object.hasOwn(configMap, key)
    ? "remove it here"
    : `set performance.${knob} instead`;
}
