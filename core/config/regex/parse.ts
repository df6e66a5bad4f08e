import { type Characters, character, charactersBetween, every, none, shorthands } from "./characters.ts";

/** A regular expression of a path, as a tree. */
export type Expression =
  | { readonly kind: "one of"; readonly characters: Characters }
  | { readonly kind: "end" }
  | { readonly kind: "sequence"; readonly parts: readonly Expression[] }
  | { readonly kind: "choice"; readonly parts: readonly Expression[] }
  | { readonly kind: "repeat"; readonly part: Expression; readonly min: number; readonly max: number };

export interface ParsedExpression {
  readonly tree: Expression;
  /** Groups that `$1` to `$9` of a rewrite stand for. */
  readonly captures: number;
}

/** Of a repetition: each more is a copy in the automaton, and in nginx's compiled expression. */
const mostTimes = 100;

/**
 * Reads what the regular expressions of nginx, of Go's regexp2 (by which F5's controller checks paths) and of JavaScript
 * have in common, as far as paths need it.
 * @returns what is wrong, if anything is; it follows the expression in a message
 */
export function parseExpression(text: string): ParsedExpression | string {
  const frames: Frame[] = [openFrame()];
  let captures = 0;
  for (const [token] of text.matchAll(tokens)) {
    const frame = frames.at(-1) ?? openFrame();
    const atom = atomOf(token);
    if (typeof atom === "string") return atom;
    if (atom !== undefined) {
      frame.parts.push(atom);
      frame.repeatable = atom.kind !== "end";
    } else if (token === "(" || token === "(?:") {
      if (token === "(") captures++;
      frames.push(openFrame());
    } else if (token === ")") {
      const outer = frames.at(-2);
      if (outer === undefined) return 'has a ")" without "("';
      frames.pop();
      outer.parts.push(closed(frame));
      outer.repeatable = true;
    } else if (token === "|") {
      if (frames.length === 1) return 'has "|" outside of a group: write "/(a|b)", not "/a|/b"';
      frame.choices.push({ kind: "sequence", parts: frame.parts });
      frame.parts = [];
      frame.repeatable = false;
    } else {
      const times = timesOf(token);
      if (typeof times === "string") return times;
      const part = frame.parts.pop();
      if (part === undefined || !frame.repeatable)
        return `has ${JSON.stringify(token)} with nothing to repeat`;
      frame.parts.push({ kind: "repeat", part, ...times });
      frame.repeatable = false;
    }
  }
  const [whole, ...open] = frames;
  if (whole === undefined || open.length > 0) return 'has a "(" without ")"';
  return { tree: closed(whole), captures };
}

interface Frame {
  readonly choices: Expression[];
  parts: Expression[];
  /** Whether a repetition may follow. */
  repeatable: boolean;
}

function openFrame(): Frame {
  return { choices: [], parts: [], repeatable: false };
}

function closed({ choices, parts }: Frame): Expression {
  const last: Expression = { kind: "sequence", parts };
  return choices.length === 0 ? last : { kind: "choice", parts: [...choices, last] };
}

/** A list of characters, an escape, the beginning of a group, a repetition, or one character. */
const tokens = /\[\^?(?:\\.|[^\]\\])*\]?|\\.?|\(\?:|\(\?|[*+?]\??|\{[^}]*\}?\??|[\s\S]/gu;

/** A token that stands for a character or for the end; undefined for a token of structure, a string for a wrong one. */
function atomOf(token: string): Expression | string | undefined {
  if (token === "(?")
    return 'has a group that begins with "(?": only "(?:" is known, no lookaround and no flags';
  if (/^[()|]$|^\(\?:$|^[*+?]|^\{/.test(token)) return undefined;
  if (token === "$") return { kind: "end" };
  if (token === ".") return { kind: "one of", characters: every };
  if (token.startsWith("[")) return listOf(token);
  const characters =
    escapeOf(token) ?? (/^[A-Za-z0-9/_~!&,:=@-]$/.test(token) ? character(token) : undefined);
  return characters === undefined
    ? `has ${JSON.stringify(token)}, which is not allowed${token === "%" ? ", because nginx matches decoded paths" : ""}`
    : { kind: "one of", characters };
}

function escapeOf(token: string): Characters | undefined {
  const [, letter] = /^\\([dDwW])$/.exec(token) ?? [];
  if (letter !== undefined) return shorthands[letter];
  const [, char] = /^\\([.+*?()|/-])$/.exec(token) ?? [];
  return char === undefined ? undefined : character(char);
}

function listOf(token: string): Expression | string {
  const [, negated, body] = /^\[(\^?)(.+)\]$/.exec(token) ?? [];
  if (body === undefined) return 'has a "[" without "]"';
  let characters = none;
  for (const [item, escaped, first, last] of body.matchAll(listItems)) {
    const shorthand = escaped === undefined ? undefined : escapeOf(escaped);
    if (shorthand !== undefined) characters |= shorthand;
    else if (first !== undefined && last !== undefined) {
      if (first > last) return `has the range ${JSON.stringify(item)}, whose ends are in the wrong order`;
      characters |= charactersBetween(first.charCodeAt(0), last.charCodeAt(0));
    } else if (/^[A-Za-z0-9/_~!&,:=@.+*?()|-]$/.test(item)) characters |= character(item);
    else return `has ${JSON.stringify(item)} in "[…]", which is not allowed`;
  }
  return { kind: "one of", characters: negated === "" ? characters : every & ~characters };
}

const listItems = /(\\.?)|([A-Za-z0-9])-([A-Za-z0-9])|[\s\S]/gu;

function timesOf(token: string): { readonly min: number; readonly max: number } | string {
  const [sign = ""] = token;
  const known = { "*": [0, Infinity], "+": [1, Infinity], "?": [0, 1] } as const;
  if (sign === "*" || sign === "+" || sign === "?") return { min: known[sign][0], max: known[sign][1] };
  const [, least, comma, most] = /^\{(\d{1,3})(,?)(\d{0,3})\}\??$/.exec(token) ?? [];
  if (least === undefined) return `has ${JSON.stringify(token)}, which is no repetition such as {2} or {1,3}`;
  const min = Number(least);
  const max = comma === "" ? min : most === "" ? Infinity : Number(most);
  if (max < min) return `has ${JSON.stringify(token)}, whose ends are in the wrong order`;
  const copies = max === Infinity ? min : max;
  return copies > mostTimes ? `repeats ${copies} times, and ${mostTimes} is the most` : { min, max };
}
