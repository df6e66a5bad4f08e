import { type Characters, every, none } from "./characters.ts";
import type { Expression } from "./parse.ts";

/**
 * What an expression matches at the beginning of a path, as a machine that reads the path: its states are the characters
 * of the expression, so none is left without reading (Glushkov's construction).
 */
export interface Automaton {
  /** What is read when a state is entered; the first state is the start, and nothing enters it. */
  readonly entered: readonly Characters[];
  readonly next: readonly (readonly number[])[];
  /** States in which the path may end. */
  readonly ends: ReadonlySet<number>;
}

/** More would take nginx's and this program's time. */
const mostStates = 1_200;
const mostSteps = 1_000_000;

/** @returns undefined for an expression that is too large */
export function automatonOf(tree: Expression): Automaton | undefined {
  return glushkov(tree)?.automaton;
}

/**
 * Whether matching a path can take time that doubles with each of its characters: two ways lead through the same
 * characters back to where they began. `undefined` if the expression is too large.
 */
export function isExponential(tree: Expression): boolean | undefined {
  const built = glushkov(tree);
  return built && (built.twice || turnsAmbiguously(built.automaton));
}

interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly empty: boolean;
}

function glushkov(tree: Expression) {
  const entered: Characters[] = [none];
  const next: number[][] = [[]];
  const endStates = new Set<number>();
  let twice = false;

  const link = (from: readonly number[], to: readonly number[]) => {
    for (const state of from) {
      const known = new Set(next[state]);
      for (const other of to) {
        if (known.has(other)) twice = true;
        else next[state]?.push(other);
      }
    }
  };
  const leaf = (characters: Characters): Part => {
    const state = entered.push(characters) - 1;
    next.push([]);
    return { first: [state], last: [state], empty: false };
  };
  const sequence = (parts: readonly Part[]): Part =>
    parts.reduce(
      (before, part) => {
        link(before.last, part.first);
        return {
          first: before.empty ? [...before.first, ...part.first] : before.first,
          last: part.empty ? [...before.last, ...part.last] : part.last,
          empty: before.empty && part.empty,
        };
      },
      { first: [], last: [], empty: true },
    );
  const repeat = ({ part, min, max }: Extract<Expression, { kind: "repeat" }>): Part => {
    const copies = Array.from({ length: max === Infinity ? Math.max(1, min) : max }, (_, index) => {
      const copy = build(part);
      return index >= min ? { ...copy, empty: true } : copy;
    });
    const loop = copies.at(-1);
    if (max === Infinity && loop !== undefined) link(loop.last, loop.first);
    return sequence(copies);
  };
  const build = (expression: Expression): Part => {
    if (entered.length > mostStates) return { first: [], last: [], empty: true };
    switch (expression.kind) {
      case "one of":
        return leaf(expression.characters);
      case "end": {
        const end = leaf(none);
        for (const state of end.first) endStates.add(state);
        return end;
      }
      case "sequence":
        return sequence(expression.parts.map(build));
      case "choice": {
        const parts = expression.parts.map(build);
        return {
          first: parts.flatMap(({ first }) => first),
          last: parts.flatMap(({ last }) => last),
          empty: parts.some(({ empty }) => empty),
        };
      }
      case "repeat":
        return repeat(expression);
    }
  };

  const whole = build(tree);
  if (entered.length > mostStates) return undefined;
  link([0], whole.first);
  const rest = leaf(every).first;
  const final = new Set([...whole.last, ...rest, ...(whole.empty ? [0] : [])]);
  const endsBehind = (state: number, seen = new Set<number>()): boolean =>
    (next[state] ?? []).some((other) => {
      if (!endStates.has(other) || seen.has(other)) return false;
      seen.add(other);
      return final.has(other) || endsBehind(other, seen);
    });
  const ends = new Set([...next.keys()].filter((state) => final.has(state) || endsBehind(state)));
  // Nothing that follows a match is looked at.
  const automaton: Automaton = {
    entered,
    next: next.map((others, state) =>
      final.has(state) && !endStates.has(state) ? [...others, ...rest] : others,
    ),
    ends,
  };
  return { automaton, twice };
}

/** Whether from some state, read twice at a time, the same characters lead back to it by different states. */
function turnsAmbiguously({ entered, next }: Automaton): boolean | undefined {
  const rest = entered.length - 1;
  let steps = 0;
  const pairsAfter = ([a, b]: Pair): readonly Pair[] =>
    (next[a] ?? []).flatMap((one) =>
      (next[b] ?? []).flatMap((other): Pair[] => {
        steps++;
        if (one === rest || other === rest) return [];
        return ((entered[one] ?? none) & (entered[other] ?? none)) === none ? [] : [[one, other]];
      }),
    );
  const statesAfter = (state: number) => (next[state] ?? []).filter((other) => other !== rest);
  for (let state = 1; state < rest; state++) {
    if (!reachable(state, statesAfter).has(state)) continue;
    const apart = reached([[state, state]], pairsAfter, () => steps > mostSteps).filter(([a, b]) => a !== b);
    if (steps > mostSteps) return undefined;
    const returns = reached(apart, pairsAfter, () => steps > mostSteps);
    if (returns.some(([a, b]) => a === state && b === state)) return true;
    if (steps > mostSteps) return undefined;
  }
  return false;
}

type Pair = readonly [number, number];

/** Every state after this one, by any number of steps. */
function reachable(from: number, after: (state: number) => readonly number[]): ReadonlySet<number> {
  const found = new Set<number>();
  const waiting = [from];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const other of after(state)) {
      if (found.has(other)) continue;
      found.add(other);
      waiting.push(other);
    }
  }
  return found;
}

/** Every pair after these, by any number of steps. */
function reached(
  from: readonly Pair[],
  after: (pair: Pair) => readonly Pair[],
  stopped: () => boolean,
): readonly Pair[] {
  const found = new Map<string, Pair>();
  let latest = from;
  while (latest.length > 0 && !stopped()) {
    latest = latest.flatMap(after).filter((pair) => {
      const key = pair.join();
      const isNew = !found.has(key);
      if (isNew) found.set(key, pair);
      return isNew;
    });
  }
  return [...found.values()];
}
