import {
  isAlias,
  isCollection,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from "yaml";
import { messageOf } from "../../model/user-error.ts";
import { decode, YamlFault, type YamlValue } from "./decode.ts";

/** What a text of YAML stands for, or why it stands for nothing. */
export type ReadYaml =
  | {
      readonly value: YamlValue;
      /** The line on which a further document begins, which the engine does not read. */
      readonly next?: number;
    }
  | { readonly fault: YamlReason };

interface YamlReason {
  readonly reason: string;
  /** @default none: the whole text */
  readonly line?: number;
}

/** What a file that the engine never sees may hold, and may not. */
interface YamlOptions {
  /** Whether it is JSON, whose escapes the engine's YAML does not all have. @default false */
  readonly json?: boolean;
  /** Whether tags such as `!secret`, which the engine passes over, are refused. @default false */
  readonly standardTags?: boolean;
}

/**
 * Reads the first document of a text as the engine does, which takes a file by go-yaml's rules: scalars, merge keys,
 * aliases, keys that are there twice. JSON is YAML.
 */
export function readYaml(text: string, options: YamlOptions = {}): ReadYaml {
  const lines = new LineCounter();
  const lineOf = (offset: number) => lines.linePos(offset).line;
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const control = unreadable.exec(source);
  if (control !== null) return { fault: refused(control[0], source.slice(0, control.index)) };
  try {
    const document = parseDocument(source, { ...failsafe, lineCounter: lines, prettyErrors: false });
    const [error] = document.errors.filter(({ code }) => code !== "MULTIPLE_DOCS");
    if (error !== undefined) return { fault: { reason: reasonOf(error), line: lineOf(error.pos[0]) } };
    const [version] = /^%YAML[ \t]+(?!1\.1\s)\S*/m.exec(source.slice(0, document.range[0])) ?? [];
    if (version !== undefined) {
      return { fault: { reason: `the engine reads no ${version}: leave the line out` } };
    }
    visit(document, { Node: (_, node, path) => refuseForeign(node, path, source, options) });
    const several = document.errors.find(({ code }) => code === "MULTIPLE_DOCS");
    return { value: decode(document), ...(several && { next: lineOf(several.pos[0]) }) };
  } catch (error) {
    if (error instanceof YamlFault) {
      const { message: reason, offset } = error;
      return { fault: { reason, ...(offset === undefined ? {} : { line: lineOf(offset) }) } };
    }
    return { fault: { reason: reasonOf(error) } };
  }
}

/** Leaves each scalar a text: what it stands for is decided here. */
const failsafe = { schema: "failsafe", uniqueKeys: false, resolveKnownTags: false } as const;

/** Control characters, which the engine refuses, and line breaks of YAML 1.1, at which it begins a new line. */
const unreadable =
  /[^\t\n\r\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

function refused(character: string, before: string): YamlReason {
  const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
  const reason = `the character U+${code.toUpperCase()} is not allowed: write it as "\\u${code}", in double quotes`;
  return { reason, line: before.split("\n").length };
}

function reasonOf(error: unknown): string {
  const message = messageOf(error);
  return message.includes("call stack") ? "it is nested too deeply" : message;
}

function refuseForeign(node: Node, path: readonly unknown[], source: string, options: YamlOptions): void {
  const anchor = isAlias(node) ? node.source : "anchor" in node ? node.anchor : undefined;
  if (anchor !== undefined && !/^[\w-]+$/.test(anchor)) {
    throw new YamlFault(`the anchor ${anchor} may hold letters, digits, "-" and "_" alone`, node);
  }
  if (options.standardTags && "tag" in node && node.tag?.startsWith("!") && node.tag !== "!") {
    throw new YamlFault(`tag ${node.tag} is unknown`, node);
  }
  if (!isScalar(node)) return;
  if (!options.json) refuseEscapes(node, source);
  if (node.type !== "PLAIN" || !isOdd(node, source)) return;
  if (path.some((parent) => isCollection(parent) && parent.flow)) {
    throw new YamlFault(
      'inside brackets or braces, text with "?", or with ":" at an end, needs quotes',
      node,
    );
  }
}

/** Whether the engine's reader sees a key where YAML 1.2 has text, or the other way round. */
function isOdd({ value, range }: Scalar, source: string): boolean {
  const after = range ? source.slice(range[1], range[1] + 2) : "";
  return /^:|\?/.test(String(value)) || /^:[,[\]{}]/.test(after);
}

/** Escapes of JSON that the engine's reader does not have. */
function refuseEscapes(node: Scalar, source: string): void {
  if (node.type !== "QUOTE_DOUBLE" || !node.range) return;
  const [from, to] = node.range;
  const [, found] = /(?<!\\)(?:\\\\)*(\\(?:\/|u[dD][89a-fA-F]))/.exec(source.slice(from, to)) ?? [];
  if (found !== undefined) throw new YamlFault(`the escape ${found} of JSON is none of YAML`, node);
}
