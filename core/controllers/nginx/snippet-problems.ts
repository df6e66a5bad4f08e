import type { ClassSpec } from "../../model/class.ts";
import type { Problem } from "../../model/problems.ts";
import { keysOf, knobNames } from "./knobs.ts";
import { topLevelDirectives } from "./nginx-text.ts";
import { type Piece, type SnippetBlock, snippetBlocks, snippetKeys } from "./piece.ts";
import { onceAsked, onceOnly } from "./template-directives.ts";

/** Directives of a class' raw snippets that stand in nginx' configuration already: it does not start with both. */
export function snippetProblems(spec: ClassSpec, derived: Required<Piece>): readonly Problem[] {
  const data = { ...derived.keys, ...spec.configMap };
  return snippetBlocks.flatMap((block) => {
    const key = snippetKeys[spec.controller][block];
    const lines = new Set(derived[block].flatMap(topLevelDirectives));
    return topLevelDirectives(spec.configMap[key] ?? "").flatMap((name) => {
      const derivedToo = lines.has(name) && !repeatable.includes(name) ? derivedWrites : undefined;
      const writer = templateWrites(name, block, spec, data) ?? derivedToo;
      if (writer === undefined) return [];
      const message = `nginx refuses ${name} twice, and ${writer}`;
      return [{ path: `classes.${spec.name}.configMap.${key}`, message }];
    });
  });
}

const derivedWrites = "the typed settings of the class or its services write it; remove it here";
const repeatable: readonly string[] = ["access_log", "error_log", "log_format"];

/** Why the controller's template writes a directive, and the way out; undefined where it does not. */
function templateWrites(
  name: string,
  block: SnippetBlock,
  spec: ClassSpec,
  data: Readonly<Record<string, string>>,
): string | undefined {
  const way = onceOnly[spec.controller][block][name];
  if (way !== undefined) return `the template writes it; ${way}`;
  const asked = Object.entries(onceAsked[spec.controller][block]);
  const [key] = asked.find(([one, names]) => names.includes(name) && asks(data[one])) ?? [];
  return key && `the template writes it for the key ${key}; ${wayOf(key, spec)}`;
}

/** The templates' own test, as far as one rule can tell: text that is there, numbers above 0, and what is true. */
function asks(value: string | undefined): boolean {
  return value !== undefined && !/^(|0|f|false)$/i.test(value);
}

/** A key that the user wrote has the value already; any other is a knob's, be it the profile's or a service's wish. */
function wayOf(key: string, { controller, configMap }: ClassSpec): string {
  const knob = knobNames.find((name) => keysOf(name, controller).includes(key));
  return knob === undefined || Object.hasOwn(configMap, key)
    ? "remove it here"
    : `set performance.${knob} instead`;
}
