import { existsSync } from "node:fs";
import { chown, copyFile, link } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ensureFolder, isOpenToAll, stateRoot } from "../machine/folders.ts";
import { type Account, run } from "../machine/run.ts";
import type { Executables } from "../tools/toolset.ts";

/** A user id without an account, which container images use for "nonroot". */
const unprivileged: Account = { uid: 65532, gid: 65532 };

/**
 * The user that the control plane runs as: an unprivileged one where root starts it, so that a flaw in the lab is no flaw
 * of the machine. Undefined means as the user who runs the lab: an ordinary user, or a root that cannot become another
 * (a user namespace with one id).
 */
export async function controlPlaneAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  try {
    await run("true", [], { account: unprivileged });
    return unprivileged;
  } catch {
    return undefined;
  }
}

/** Gives a file or folder to the account. */
export async function handOver(path: string, account: Account | undefined): Promise<void> {
  if (account !== undefined) await chown(path, account.uid, account.gid);
}

/**
 * The executables at a place the account can reach. Root's cache lies below a home that is closed to others;
 * then they are linked (copied across filesystems) next to the lab's state.
 */
export async function reachableBy(
  account: Account | undefined,
  executables: Executables,
): Promise<Executables> {
  const entries = await Promise.all(
    Object.entries(executables).map(async ([name, path]) => {
      if (account === undefined || isOpenToAll(path)) return [name, path] as const;
      const version = basename(dirname(path));
      const folder = join(stateRoot(), "bin", `${name}-${version}`);
      await ensureFolder(folder, (temporary) => linkOrCopy(path, join(temporary, name)));
      return [name, join(folder, name)] as const;
    }),
  );
  return Object.fromEntries(entries);
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    if (existsSync(to)) throw new Error(`${to} exists already`);
    await copyFile(from, to);
  }
}
