import type { LocatedClass } from "../config/located.ts";
import type { Problem } from "../model/problems.ts";
import { logDirectoryClashes } from "./log-rules.ts";
import { portClashes } from "./node-ports.ts";
import { pairs } from "./pairs.ts";

/** What is wrong between classes. */
export function classesProblems(classes: readonly LocatedClass[]): readonly Problem[] {
  return [
    ...secondDefaults(classes),
    ...sharedNamespaces(classes),
    ...portClashes(classes),
    ...logDirectoryClashes(classes),
  ];
}

function secondDefaults(classes: readonly LocatedClass[]): readonly Problem[] {
  const [first, ...others] = classes.filter(({ spec }) => spec.default);
  return others.map(({ spec, at }) => ({
    path: at("default"),
    code: "two-defaults",
    message: `class "${first?.spec.name}" is already the default, so "${spec.name}" cannot be: set default on one class only`,
  }));
}

function sharedNamespaces(classes: readonly LocatedClass[]): readonly Problem[] {
  return pairs(classes)
    .filter(([a, b]) => a.spec.namespace === b.spec.namespace)
    .map(([a, b]) => ({
      path: b.at("namespace"),
      code: "namespace-shared",
      message: `"${b.spec.namespace}" is already the namespace of class "${a.spec.name}": give class "${b.spec.name}" a namespace of its own`,
    }));
}
