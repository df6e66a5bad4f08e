import { isMap, isNode, isScalar, parseDocument, stringify } from "yaml";
import type { FailoverFlag } from "../../core/model/failover.ts";

/**
 * The text of a stack file with another emergency switch, everything else as it is.
 * @param key full config key of the switch
 */
export function withFlag(text: string, key: string, flag: FailoverFlag): string {
  return withFlagText(text, key, inOneLine(flag));
}

/**
 * The same for a flag that is written already, as YAML in one line. Everything else of the file stays as it is,
 * byte by byte: a YAML writer would lay it out anew.
 */
export function withFlagText(text: string, key: string, value: string): string {
  const document = parseDocument(text);
  const config = document.get("config");
  const pair = isMap(config)
    ? config.items.find((one) => isScalar(one.key) && one.key.value === key)
    : undefined;
  const afterKey = isScalar(pair?.key) ? pair.key.range?.[1] : undefined;
  const afterValue = isNode(pair?.value) ? pair.value.range?.[1] : undefined;
  if (afterKey === undefined || afterValue === undefined) {
    document.setIn(["config", key], "none");
    // Written as a part of the document, the value would lose the quotes that other readers of YAML need.
    return withFlagText(document.toString({ lineWidth: 0, flowCollectionPadding: false }), key, value);
  }
  const old = text.slice(afterKey, afterValue);
  const space = old.slice(old.trimEnd().length); // a block's range reaches over the line break after it
  return `${text.slice(0, afterKey)}: ${value}${space}${text.slice(afterValue)}`;
}

/** Quoted for readers of YAML 1.1 too, to whom `on` and `off` are booleans. */
function inOneLine(flag: FailoverFlag): string {
  return stringify(flag, { version: "1.1", collectionStyle: "flow", lineWidth: 0 }).trimEnd();
}
