import { existsSync, readdirSync, statSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "../../operations/lock.ts";

/** The root of the checkout. */
export const projectRoot = fileURLToPath(new URL("../..", import.meta.url));

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where builds and downloads stay between checkouts: `$XDG_CACHE_HOME/exposure-lab`.
 * @default ~/.cache/exposure-lab
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheRoot(env: Environment = process.env, home: string = homedir()): string {
  return join(env.XDG_CACHE_HOME || join(home, ".cache"), "exposure-lab");
}

/**
 * Where clusters, certificates and stacks live until `make down`: `$XDG_STATE_HOME/exposure-lab`.
 * For root it is below /var/lib, because the control plane's unprivileged user cannot enter root's home.
 * @default ~/.local/state/exposure-lab; /var/lib/exposure-lab for root
 */
export function stateRoot(
  env: Environment = process.env,
  home: string = homedir(),
  uid: number | undefined = process.getuid?.(),
): string {
  if (env.XDG_STATE_HOME) return join(env.XDG_STATE_HOME, "exposure-lab");
  return uid === 0 ? "/var/lib/exposure-lab" : join(home, ".local", "state", "exposure-lab");
}

/**
 * A folder filled once. `fill` gets a temporary folder beside it, which takes the folder's name only when `fill`
 * has succeeded: an interrupted build leaves nothing that looks finished, and the next run cleans up after it.
 * Processes that want the same folder wait for each other.
 */
export async function ensureFolder(
  folder: string,
  fill: (temporary: string) => Promise<void>,
  onWait: () => void = () => {},
): Promise<string> {
  if (existsSync(folder)) return folder;
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  return withLock(`${folder}.lock`, { command: `filling ${basename(folder)}`, onWait }, async () => {
    if (existsSync(folder)) return folder;
    const prefix = `.${basename(folder)}.`;
    for (const entry of readdirSync(parent)) {
      if (entry.startsWith(prefix)) await rm(join(parent, entry), { recursive: true, force: true });
    }
    const temporary = await mkdtemp(join(parent, prefix));
    try {
      await fill(temporary);
      await chmod(temporary, 0o755);
      await rename(temporary, folder);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    return folder;
  });
}

/** Whether every user of the machine can reach a path: each folder above it can be traversed. */
export function isOpenToAll(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
