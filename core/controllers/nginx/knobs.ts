import type { Buffers, PerformanceKnobs } from "../../model/performance.ts";
import type { Problem } from "../../model/problems.ts";
import { type Duration, isWholeSeconds, type Size, withoutMilliseconds } from "../../model/units.ts";
import { joinPieces, type Piece } from "./config-map.ts";

export type KnobValues = Required<PerformanceKnobs>;
export type KnobName = keyof KnobValues;

/** How a controller takes each knob. A knob added to the model does not compile until every controller has its row. */
export type KnobTable = { readonly [Knob in KnobName]: Rendering<KnobValues[Knob]> };

/** How a controller takes one knob. */
export type Rendering<Value> = KeyRendering<Value> | DirectiveRendering<Value> | Missing;

/** As keys of the ConfigMap; `write` gives a value for each. */
export interface KeyRendering<Value> extends Checked<Value> {
  readonly as: "keys";
  readonly keys: readonly string[];
  readonly write: (value: Value) => readonly string[];
}

/** As an nginx directive in the `http` snippet: the controller has no key for it. */
export interface DirectiveRendering<Value> extends Checked<Value> {
  readonly as: "directive";
  readonly directive: string;
  readonly write: (value: Value) => string;
}

/** Not at all. */
export interface Missing {
  readonly as: "missing";
  /** Completes the sentence "… has no such setting: …". */
  readonly instead: string;
}

interface Checked<Value> {
  /** What is wrong with a value that the parser accepts; undefined for a good one. */
  readonly check?: (value: Value) => ValueProblem | undefined;
}

/** What is wrong with a value, wherever it is set. */
export type ValueProblem = Omit<Problem, "path">;

/** How a value is written, and which values are refused. */
export interface Format<Value> extends Checked<Value> {
  readonly write: (value: Value) => string;
}

export function key<Value>(name: string, { write, ...checked }: Format<Value>): KeyRendering<Value> {
  return { as: "keys", keys: [name], write: (value) => [write(value)], ...checked };
}

export function directive<Value>(name: string, format: Format<Value>): DirectiveRendering<Value> {
  return { as: "directive", directive: name, ...format };
}

export function missing(instead: string): Missing {
  return { as: "missing", instead };
}

export const formats = {
  count: { write: (value: number | "auto") => String(value) },
  text: { write: (value: string) => value },
  bool: { write: (value: boolean) => String(value) },
  onOff: { write: (value: boolean) => (value ? "on" : "off") },
  duration: { write: (value: Duration) => value },
  /** For directives in seconds: nginx accepts no milliseconds there, not even `60000ms`. */
  seconds: {
    write: withoutMilliseconds,
    check: wholeSecondsProblem,
  },
  size: { write: nginxSize },
  buffers: { write: ({ number, size }: Buffers) => `${number} ${nginxSize(size)}` },
} as const;

/** Text of a form that depends on the controller. */
export function matching(form: RegExp, expected: string): Format<string> {
  return {
    write: (value) => value,
    check: (value) =>
      form.test(value)
        ? undefined
        : { code: "unsupported-value", message: `must be ${expected}, got ${JSON.stringify(value)}` },
  };
}

export function wholeSecondsProblem(value: Duration): ValueProblem | undefined {
  return isWholeSeconds(value)
    ? undefined
    : { code: "whole-seconds", message: `takes whole seconds, got ${value}: round it` };
}

/** A size in a unit that every nginx directive accepts: most know `k` and `m`, only offsets `g`. */
export function nginxSize(size: Size): string {
  const gigabytes = /^(\d+)g$/i.exec(size)?.[1];
  return gigabytes === undefined ? size.toLowerCase() : `${Number(gigabytes) * 1024}m`;
}

export function knobNames(table: KnobTable): readonly KnobName[] {
  return Object.keys(table) as KnobName[];
}

/** The ConfigMap keys by which a controller takes a knob; none if it has no key for it. */
export function keysOf(table: KnobTable, knob: KnobName): readonly string[] {
  const rendering = table[knob];
  return rendering.as === "keys" ? rendering.keys : [];
}

/** The knobs of a class as keys and directives. */
export function knobPiece(table: KnobTable, knobs: PerformanceKnobs): Piece {
  return joinPieces(knobNames(table).map((knob) => pieceOf(table, knob, knobs)));
}

function pieceOf<Knob extends KnobName>(table: KnobTable, knob: Knob, knobs: Partial<KnobValues>): Piece {
  const rendering: Rendering<KnobValues[Knob]> = table[knob];
  const value = knobs[knob];
  if (value === undefined || rendering.as === "missing") return {};
  if (rendering.as === "directive") return { http: [`${rendering.directive} ${rendering.write(value)};`] };
  const values = rendering.write(value);
  return { keys: Object.fromEntries(rendering.keys.map((name, index) => [name, values[index] ?? ""])) };
}
