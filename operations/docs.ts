import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type FieldColumn, fieldDocs } from "../core/controllers/field-docs.ts";
import { haproxy } from "../core/controllers/haproxy/controller.ts";
import { portDocs } from "../core/controllers/port-docs.ts";
import { classControllers } from "../core/controllers/registry.ts";
import { runCommand } from "./command.ts";
import { componentDocs } from "./component-docs.ts";
import { pluginSchema } from "./plugin-schema.ts";
import { schemaFiles } from "./schemas.ts";

const edge: FieldColumn = { title: "HAProxy (edge stack)", fields: haproxy.services.fields };

const components = componentDocs([
  "components/ingress-controller.ts",
  "components/service-ingress.ts",
  "components/exposure.ts",
]);

/** The generated sections of each page, by name. */
export const sections: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "docs/services.md": {
    fields: fieldDocs([
      ...Object.entries(classControllers).flatMap(([title, { services }]) => [
        { title, fields: services.fields },
        ...(services.otherKinds ?? []).map(({ kind, fields }) => ({ title: `${title}, ${kind}`, fields })),
      ]),
      edge,
    ]),
  },
  "docs/components.md": {
    "arguments of IngressController": components.argumentsOf("IngressControllerArgs"),
    "outputs of IngressController": components.outputsOf("IngressController"),
    "arguments of ServiceIngress": components.argumentsOf("ServiceIngressArgs"),
    "outputs of ServiceIngress": components.outputsOf("ServiceIngress"),
    "arguments of exposure": components.argumentsOf("ExposureArgs"),
  },
  "docs/classes.md": { ports: portDocs(Object.entries(classControllers)) },
  "docs/haproxy-edge.md": {
    fields: fieldDocs([edge]),
    ports: portDocs([["haproxy", haproxy]]),
  },
};

/**
 * A page with one of its generated sections written anew.
 * @throws Error for a page without the two lines that enclose the section
 */
export function withSection(page: string, name: string, section: string): string {
  const begin = `<!-- npm run docs writes the ${name} from here -->`;
  const end = `<!-- npm run docs writes the ${name} to here -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page lacks the lines "${begin}" and "${end}"`);
  return `${page.slice(0, from)}${begin}\n\n${section}\n\n${page.slice(to)}`;
}

/** A page with all of its generated sections written anew. @throws see {@link withSection} */
export function withSections(page: string, named: Readonly<Record<string, string>>): string {
  return Object.entries(named).reduce((text, [name, section]) => withSection(text, name, section), page);
}

if (import.meta.main) {
  await runCommand(async () => {
    for (const [file, named] of Object.entries(sections)) {
      const path = here(file);
      await writeFile(path, withSections(await readFile(path, "utf8"), named));
    }
    for (const [file, text] of Object.entries(schemaFiles())) await writeFile(here(file), text);
    await writeFile(here("plugin/schema.json"), pluginSchema());
    return 0;
  });
}

function here(file: string): string {
  return fileURLToPath(new URL(`../${file}`, import.meta.url));
}
