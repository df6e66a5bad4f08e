import { readFile } from "node:fs/promises";
import { stringify } from "yaml";
import { withFlagText } from "../../operations/failover/stack-text.ts";
import { replaceFile } from "../../operations/replace-file.ts";

/** Sets `exposure:failover` in a stack file and returns whether the file changed. */
export async function setFailover(file: string, flag: string): Promise<boolean> {
  const before = await readFile(file, "utf8");
  const after = withFailover(before, flag);
  if (after === before) return false;
  replaceFile(file, before, after);
  return true;
}

/** A stack file with the emergency switch set to the value of `FAILOVER=`: `all`, `none`, or names separated by commas. */
export function withFailover(text: string, flag: string): string {
  return withFlagText(text, "exposure:failover", renderFlag(flag));
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
