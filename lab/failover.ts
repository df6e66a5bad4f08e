import { readFile, writeFile } from "node:fs/promises";
import { isMap, isNode, isScalar, parse, parseDocument, stringify } from "yaml";

/** Sets `exposure:failover` in a stack file; whether the file changed. */
export async function setFailover(file: string, flag: string): Promise<boolean> {
  const before = await readFile(file, "utf8");
  const after = withFailover(before, flag);
  if (after === before) return false;
  await writeFile(file, after);
  return true;
}

/**
 * A stack file with the emergency switch set as `FAILOVER=` says: `all`, `none`, or names separated by commas.
 * Everything else of the file stays as it is, byte by byte: a YAML writer would lay it out anew.
 */
export function withFailover(text: string, flag: string): string {
  const value = renderFlag(flag);
  const document = parseDocument(text);
  const config = document.get("config");
  const pair = isMap(config)
    ? config.items.find(({ key }) => isScalar(key) && key.value === "exposure:failover")
    : undefined;
  const afterKey = isScalar(pair?.key) ? pair.key.range?.[1] : undefined;
  const afterValue = isNode(pair?.value) ? pair.value.range?.[1] : undefined;
  if (afterKey === undefined || afterValue === undefined) {
    document.setIn(["config", "exposure:failover"], parse(value));
    return document.toString({ lineWidth: 0, flowCollectionPadding: false });
  }
  const old = text.slice(afterKey, afterValue);
  const space = old.slice(old.trimEnd().length); // a block list's range reaches over the line break after it
  return `${text.slice(0, afterKey)}: ${value}${space}${text.slice(afterValue)}`;
}

function renderFlag(flag: string): string {
  const names = flag
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const [only] = names;
  if (names.length === 1 && (only === "all" || only === "none")) return only;
  return stringify(names, { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 }).trimEnd();
}
