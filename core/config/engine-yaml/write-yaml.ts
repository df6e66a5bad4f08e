import {
  type CreateNodeOptions,
  Document,
  type DocumentOptions,
  type SchemaOptions,
  type ToStringOptions,
  visit,
} from "yaml";

type WriteOptions = CreateNodeOptions & DocumentOptions & SchemaOptions & ToStringOptions;

/**
 * A value as YAML that go-yaml, which the engine and kubectl read with, takes for the same: what 1.1 reads as something
 * else is quoted, and what no reader takes as it is, is escaped.
 */
export function writeYaml(value: unknown, options: WriteOptions = {}): string {
  const document = new Document(value, { version: "1.1", aliasDuplicateObjects: false, ...options });
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value !== "string" || !special.test(node.value)) return;
      node.value = node.value.toWellFormed();
      node.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ lineWidth: 0, ...options }).replaceAll(specials, escaped);
}

/** All but what may be in a file: printable characters, tabs, line ends; half a character becomes U+FFFD. */
const special =
  /[^\t\n\r\u0020-\u007e\u00a0-\u2027\u202a-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|\p{Surrogate}/u;
const specials = new RegExp(special, "gu");

/** They are in double quotes only. */
function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}
