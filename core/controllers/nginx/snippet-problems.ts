import type { ClassSpec } from "../../model/class.ts";
import { ownValue } from "../../model/own-value.ts";
import type { Problem } from "../../model/problems.ts";
import { classSetting } from "../class-settings.ts";
import { type Piece, type SnippetBlock, snippetBlocks } from "./config-map.ts";
import { type NginxDialect, words } from "./dialect.ts";
import { keysOf, knobNames } from "./knobs.ts";

/**
 * Directives of a class's raw snippets that are already in nginx's configuration: nginx does not start with both.
 * @param derived what follows from its services and typed settings
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
      const message = `cannot repeat ${name}, which ${writer}`;
      return [{ path: classSetting(spec, `configMap.${key}`), code: "directive-twice", message }];
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

/**
 * Quoted strings and comments in one piece, then structure, then words. A string without an end goes on to that of the
 * text: otherwise each of its quotes would begin a search of its own.
 */
const tokens = /"(?:\\[\s\S]?|[^"\\])*(?:"|$)|'(?:\\[\s\S]?|[^'\\])*(?:'|$)|#[^\n]*|[{};]|[^\s{};"'#]+/g;

const derivedWrites = "the class's settings or its services already write: remove it here";
const repeatable = words(`
  access_log error_log log_format server map if allow deny add_header proxy_set_header grpc_set_header proxy_hide_header
  grpc_hide_header more_set_headers more_clear_headers
`);

/** Why the controller's template writes a directive, and the fix; undefined if it does not. */
function templateWrites(
  dialect: NginxDialect,
  block: SnippetBlock,
  name: string,
  data: Readonly<Record<string, string>>,
  spec: ClassSpec,
): string | undefined {
  const { always, byKey } = dialect.template;
  const fix = ownValue(always[block], name);
  if (fix !== undefined) return `the template already writes: ${fix}`;
  const [key] =
    Object.entries(byKey[block]).find(([key, names]) => names.includes(name) && isOn(data[key])) ?? [];
  return key && `the template already writes for the key ${key}: ${fixOf(key, dialect, spec)}`;
}

/** What the templates test, approximately: text that is not empty, numbers above 0, and `true`. */
function isOn(value: string | undefined): boolean {
  return value !== undefined && !/^(|0|f|false)$/i.test(value);
}

/** A key that the user set has the value already; any other key comes from a knob. */
function fixOf(key: string, { knobs }: NginxDialect, { configMap }: ClassSpec): string {
  const knob = knobNames(knobs).find((name) => keysOf(knobs, name).includes(key));
  return knob === undefined || Object.hasOwn(configMap, key)
    ? "remove it here"
    : `set performance.${knob} instead`;
}
