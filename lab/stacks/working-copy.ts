import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, parseDocument, stringify } from "yaml";

/** Keys that the engine itself writes into a stack file: who encrypts its secrets, and how. */
const engineKeys = ["encryptionsalt", "encryptedkey", "secretsprovider"] as const;

/** Values of a stack's configuration by project and full key, in place of those of its file. */
export type ConfigOverrides = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Copies a project's Pulumi.yaml and stack file to where the engine may write to them. The committed stack file has
 * no salt, because with the lab's salt in it `pulumi stack init` fails for everyone else. The copy keeps its salt when it
 * is made again.
 * @param from the project's folder
 * @param overrides values by full key that the copy has in place of the file's
 */
export async function copySettings(
  from: string,
  to: string,
  stack: string,
  overrides: Readonly<Record<string, string>> = {},
): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  // Without `main`, whose file is beside the original: the lab passes the program itself.
  const { main: _, ...definition } = parse(await readFile(join(from, "Pulumi.yaml"), "utf8"));
  await writeFile(join(to, "Pulumi.yaml"), stringify(definition));
  const file = `Pulumi.${stack}.yaml`;
  const earlier = await readFile(join(to, file), "utf8").catch(() => "");
  const text = withEngineKeys(await readFile(join(from, file), "utf8"), earlier);
  await writeFile(join(to, file), withValues(text, overrides));
}

function withValues(text: string, values: Readonly<Record<string, string>>): string {
  if (Object.keys(values).length === 0) return text;
  const settings = parseDocument(text);
  for (const [key, value] of Object.entries(values)) settings.setIn(["config", key], value);
  return settings.toString({ lineWidth: 0 });
}

/** A stack file with what the engine has written into an earlier copy of it. */
export function withEngineKeys(text: string, earlier: string): string {
  const settings = parseDocument(text);
  const kept = parseDocument(earlier);
  for (const key of engineKeys) {
    if (settings.has(key)) settings.delete(key);
    if (kept.has(key)) settings.set(key, kept.get(key));
  }
  return settings.toString({ lineWidth: 0 });
}
