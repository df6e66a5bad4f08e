/** The YAML examples of a Markdown page, each without its indentation. */
export function yamlBlocks(page: string): readonly string[] {
  return [...page.matchAll(/^( *)```yaml\n(.*?)^ *```$/gms)].map(([, indent = "", block = ""]) =>
    block.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
}
