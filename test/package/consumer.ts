import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../../lab/machine/run.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the package into a folder, as `npm pack` does. @returns the tarball's path */
export async function packInto(folder: string): Promise<string> {
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: root,
    timeout: 240_000,
  });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf("["))) as readonly { readonly filename: string }[];
  if (packed === undefined) throw new Error("npm pack made nothing");
  return join(folder, packed.filename);
}

/**
 * A new project with the package installed from its tarball. The package's dependencies, which a machine without a
 * registry cannot install, are links to this repository's.
 */
export async function newConsumer(folder: string, tarball: string): Promise<string> {
  const project = join(folder, "consumer");
  const modules = join(project, "node_modules");
  await mkdir(join(modules, "exposure"), { recursive: true });
  await run("tar", ["-xzf", tarball, "-C", join(modules, "exposure"), "--strip-components=1"]);
  for (const name of await readdir(join(root, "node_modules"))) {
    if (!name.startsWith(".")) await symlink(join(root, "node_modules", name), join(modules, name));
  }
  await writeFile(
    join(project, "package.json"),
    JSON.stringify({ name: "consumer", type: "module", dependencies: { exposure: `file:${tarball}` } }),
  );
  return project;
}

/** The example of docs/components.md. It is TypeScript, and JavaScript too. */
export async function documentedProgram(): Promise<string> {
  const page = await readFile(join(root, "docs/components.md"), "utf8");
  const [, program] = /```ts\n(.*?)```/s.exec(page) ?? [];
  if (program === undefined) throw new Error("docs/components.md has no example");
  return program;
}

/** Packs, and makes a project that has it. */
export async function packedConsumer(
  folder: string,
): Promise<{ readonly tarball: string; readonly project: string }> {
  const tarball = await packInto(folder);
  return { tarball, project: await newConsumer(folder, tarball) };
}

/** Removes what packing leaves in the repository. */
export async function removeBuild(): Promise<void> {
  await rm(join(root, "dist"), { recursive: true, force: true });
}
