/** The YAML blocks of a page, each without the indentation of the list it may stand in. */
export function examplesOf(page: string): readonly string[] {
  return [...page.matchAll(/^( *)```yaml\n(.*?)^ *```$/gms)].map(([, indent = "", example = ""]) =>
    example.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
}
