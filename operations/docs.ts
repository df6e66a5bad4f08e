import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { f5Fields } from "../core/controllers/f5/fields.ts";
import { type FieldColumn, fieldDocs } from "../core/controllers/field-docs.ts";
import { haproxyFields } from "../core/controllers/haproxy/fields.ts";
import { ingressNginxFields } from "../core/controllers/ingress-nginx/fields.ts";
import { runCommand } from "./command.ts";

const haproxy: FieldColumn = { title: "HAProxy (edge stack)", fields: haproxyFields };

/** The generated section of each page. */
export const sections: Readonly<Record<string, string>> = {
  "docs/services.md": fieldDocs([
    { title: "f5", fields: f5Fields },
    { title: "ingress-nginx", fields: ingressNginxFields },
    haproxy,
  ]),
  "docs/haproxy-edge.md": fieldDocs([haproxy]),
};

const begin = "<!-- npm run docs writes from here -->";
const end = "<!-- npm run docs writes to here -->";

/**
 * A page with its generated section written anew.
 * @throws Error for a page without the two lines that enclose one
 */
export function withSection(page: string, section: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page lacks the lines "${begin}" and "${end}"`);
  return `${page.slice(0, from)}${begin}\n\n${section}\n\n${page.slice(to)}`;
}

if (import.meta.main) {
  await runCommand(async () => {
    for (const [file, section] of Object.entries(sections)) {
      const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
      await writeFile(path, withSection(await readFile(path, "utf8"), section));
    }
    return 0;
  });
}
