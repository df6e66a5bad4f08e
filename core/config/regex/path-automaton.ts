import type { PathArgs } from "../../model/service.ts";
import { type Automaton, automatonOf } from "./automaton.ts";
import { character } from "./characters.ts";
import { type Expression, parseExpression } from "./parse.ts";

/** What a path of a service matches, without case; undefined for an expression that the parser has refused. */
export function pathAutomaton(path: Required<PathArgs>): Automaton | undefined {
  const known = made.get(path);
  if (known !== undefined) return known;
  const tree = treeOf(path.path, path.type);
  const automaton = tree && automatonOf(tree);
  if (automaton !== undefined) made.set(path, automaton);
  return automaton;
}

/** Each path of a host is compared with all others. */
const made = new WeakMap<Required<PathArgs>, Automaton>();

function treeOf(path: string, type: Required<PathArgs>["type"]): Expression | undefined {
  if (type === "Regex") {
    const parsed = parseExpression(path);
    return typeof parsed === "string" ? undefined : parsed.tree;
  }
  if (type === "Exact") return sequence([...literal(path), end]);
  const elements = path.replace(/\/+$/, "");
  return elements === ""
    ? sequence(literal("/"))
    : sequence([...literal(elements), { kind: "choice", parts: [end, sequence(literal("/"))] }]);
}

const end: Expression = { kind: "end" };

function literal(text: string): readonly Expression[] {
  return [...text].map((char) => ({ kind: "one of", characters: character(char) }));
}

function sequence(parts: readonly Expression[]): Expression {
  return { kind: "sequence", parts };
}
