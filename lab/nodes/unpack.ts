import { readdirSync } from "node:fs";
import { join } from "node:path";
import { cacheRoot, ensureFolder } from "../machine/folders.ts";
import { run } from "../machine/run.ts";
import { withPackageLists } from "./packages.ts";

/**
 * A Debian package's files in the lab's cache, not installed: a server's package would start the server.
 * @param libraries packages that it needs and the machine may lack, in the same folder
 * @returns the folder that stands for `/`
 */
export function ensureUnpacked(name: string, libraries: readonly string[] = []): Promise<string> {
  const key = libraries.length === 0 ? name : `${name}-with-libraries`;
  return ensureFolder(join(cacheRoot(), "debian", key), (folder) =>
    withPackageLists(async (options) => {
      await run("apt-get", [...options, "download", name, ...libraries], { cwd: folder });
      const archives = readdirSync(folder).filter((file) => file.endsWith(".deb"));
      for (const file of archives) await run("dpkg-deb", ["-x", file, "."], { cwd: folder });
    }),
  );
}
