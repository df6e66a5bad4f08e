import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../core/model/user-error.ts";
import { imageFolder } from "../images/archive.ts";
import { archiveFile } from "../images/build.ts";
import { CommandError, run } from "../machine/run.ts";
import { saysDiskFull } from "../machine/space.ts";
import { until } from "../machine/until.ts";
import { systemPath } from "./packages.ts";

/**
 * Fetches an image from its registry into the lab's image folder, by a containerd of its own: the nodes themselves have no
 * way out of the machine.
 * @param reference with its registry: `docker.io/nginx/nginx-ingress:5.5.4`
 * @throws {UserError} in one sentence where it cannot be fetched
 */
export async function fetchImage(reference: string, folder: string = imageFolder()): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "exposure-lab-fetch-"));
  const socket = join(work, "containerd.sock");
  const env = { PATH: systemPath };
  const containerd = spawn(
    "containerd",
    ["--root", join(work, "root"), "--state", join(work, "state"), "--address", socket],
    { env: { ...process.env, ...env }, stdio: "ignore" },
  );
  const ended = once(containerd, "exit").catch(() => {});
  const ctr = (...args: readonly string[]) => run("ctr", ["--address", socket, ...args], { env });
  try {
    await until("containerd answers", 30_000, async () => (await ctr("version")) !== undefined);
    await ctr("content", "fetch", "--platform", platform, reference);
    const file = join(work, "image.tar");
    await ctr("images", "export", "--platform", platform, file, reference);
    await mkdir(folder, { recursive: true });
    await place(file, archiveFile(reference, folder));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new UserError(`Image ${reference} cannot be pulled: ${reasonOf(error)}`);
  } finally {
    containerd.kill();
    await ended;
    await rm(work, { recursive: true, force: true });
  }
}

const platform = `linux/${{ x64: "amd64" }[process.arch as string] ?? process.arch}`;

/** The archive takes its name only when it is complete. */
async function place(from: string, file: string): Promise<void> {
  const partial = `${file}.partial`;
  await run("cp", [from, partial]);
  await rename(partial, file);
}

function reasonOf(error: CommandError): string {
  if (saysDiskFull(error.message)) return "the disk is full; make room, then try again";
  const last = error.stderr.trim().split("\n").at(-1) ?? "";
  return last === "" ? error.message : last.replace(/^ctr: /, "");
}
