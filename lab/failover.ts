import { readFile, writeFile } from "node:fs/promises";
import { parseDocument } from "yaml";

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
 * Everything else of the file stays as it is, comments included.
 */
export function withFailover(text: string, flag: string): string {
  const document = parseDocument(text);
  const value = parseFlag(flag);
  const node = document.createNode(value, { flow: true });
  document.setIn(["config", "exposure:failover"], node);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function parseFlag(flag: string): string | readonly string[] {
  const names = flag
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const [only] = names;
  return names.length === 1 && (only === "all" || only === "none") ? only : names;
}
