import type { Automaton } from "./automaton.ts";
import { type Characters, character, none } from "./characters.ts";

/** Enough for the paths of people; beyond it the answer is the careful one. */
const mostStates = 20_000;

/** Whether a path is matched. */
export function matches(automaton: Automaton, path: string): boolean {
  const states = [...path].reduce<readonly number[]>(
    (states, char) => after(automaton, states, character(char)),
    [0],
  );
  return states.some((state) => automaton.ends.has(state));
}

/** Whether some path is matched by both. */
export function overlap(a: Automaton, b: Automaton): boolean {
  const seen = new Set<string>();
  const waiting: [number, number][] = [[0, 0]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const [one, other] = pair;
    if (a.ends.has(one) && b.ends.has(other)) return true;
    for (const oneNext of a.next[one] ?? []) {
      for (const otherNext of b.next[other] ?? []) {
        if (((a.entered[oneNext] ?? none) & (b.entered[otherNext] ?? none)) === none) continue;
        const key = `${oneNext} ${otherNext}`;
        if (seen.has(key)) continue;
        seen.add(key);
        waiting.push([oneNext, otherNext]);
      }
    }
  }
  return false;
}

/** Whether every path that the first one matches is matched by the second too; `false` if that takes too long to say. */
export function isWithin(inner: Automaton, outer: Automaton): boolean {
  const kinds = kindsOf([...inner.entered, ...outer.entered]);
  const seen = new Set<string>();
  const waiting: { readonly state: number; readonly others: readonly number[] }[] = [
    { state: 0, others: [0] },
  ];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (inner.ends.has(at.state) && !at.others.some((other) => outer.ends.has(other))) return false;
    for (const kind of kinds) {
      const others = after(outer, at.others, kind);
      for (const state of after(inner, [at.state], kind)) {
        const key = `${state} ${others.join()}`;
        if (seen.has(key)) continue;
        seen.add(key);
        if (seen.size > mostStates) return false;
        waiting.push({ state, others });
      }
    }
  }
  return true;
}

function after({ next, entered }: Automaton, states: readonly number[], kind: Characters): readonly number[] {
  const found = new Set<number>();
  for (const state of states) {
    for (const other of next[state] ?? []) if (((entered[other] ?? none) & kind) !== none) found.add(other);
  }
  return [...found].toSorted((a, b) => a - b);
}

/** Characters in groups that no state tells apart. */
function kindsOf(all: readonly Characters[]): readonly Characters[] {
  let kinds: readonly Characters[] = [all.reduce((union, one) => union | one, none)];
  for (const characters of new Set(all)) {
    kinds = kinds.flatMap((kind) => [kind & characters, kind & ~characters].filter((part) => part !== none));
  }
  return kinds;
}
