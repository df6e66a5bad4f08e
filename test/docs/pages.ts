import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The project's pages by path. */
export const pages: ReadonlyMap<string, string> = new Map(
  ["README.md", "AGENTS.md", ...readdirSync("docs").map((name) => `docs/${name}`)]
    .filter((path) => path.endsWith(".md"))
    .map((path) => [path, readFileSync(path, "utf8")]),
);

/** The text of all code in some folders. */
export function codeIn(...folders: readonly string[]): string {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  return files
    .filter((file) => /\.(c?[jt]s|sh|go)$/.test(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}
