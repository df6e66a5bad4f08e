const end = "<!-- to here -->";

/**
 * A page with its measured section replaced.
 * @param command what writes the section, as the line before it says
 * @throws where the page has no such section
 */
export function withMeasurements(page: string, measured: string, command = "make bench-data"): string {
  const begin = `<!-- ${command} writes from here -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page lacks the lines "${begin}" and "${end}"`);
  return `${page.slice(0, from)}${begin}\n\n${measured.trim()}\n\n${page.slice(to)}`;
}
