/** The YAML examples of a Markdown page that are stack files or lines of one, each without its indentation. */
export function yamlBlocks(page: string): readonly string[] {
  return blocksOf(page).filter((block) => !isProgram(block));
}

/** The Pulumi programs in YAML of a Markdown page. */
export function yamlPrograms(page: string): readonly string[] {
  return blocksOf(page).filter(isProgram);
}

function blocksOf(page: string): readonly string[] {
  return [...page.matchAll(/^( *)```yaml\n(.*?)^ *```$/gms)].map(([, indent = "", block = ""]) =>
    block.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
}

function isProgram(block: string): boolean {
  return /^runtime: yaml$/m.test(block);
}
