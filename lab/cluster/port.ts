import { createServer } from "node:net";
import { UserError } from "../../core/model/user-error.ts";
import { run } from "../machine/run.ts";

/** @throws {UserError} naming the port, its holder where known, and the way out. */
export async function requireFreePort(port: number): Promise<void> {
  if (await isFree(port)) return;
  throw new UserError(portTaken(port, await holderOf(port)));
}

/** @throws {UserError} naming those of the ports that are taken on the loopback address, with their holders. */
export async function requireFreePorts(ports: readonly number[]): Promise<void> {
  const taken: string[] = [];
  for (const port of ports) {
    if (!(await isFree(port))) taken.push(`${port} by ${(await holderOf(port)) ?? "another process"}`);
  }
  if (taken.length === 0) return;
  throw new UserError(
    `Ports of this machine that the kind cluster's workers need are taken: ${taken.join(", ")}; stop it, then try again.`,
  );
}

/** The sentence for a port that something else holds. */
export function portTaken(port: number, holder: string | undefined): string {
  const free = port === 7443 ? 8443 : 7443;
  return (
    `Port ${port}, where the lab's API server listens, is taken by ${holder ?? "another process"}: ` +
    `stop it, or choose another port with \`LAB_PORT=${free} make up\`.`
  );
}

/** The process in a line of `ss -Hltnp`, for example `nginx (pid 812)`. */
export function parseHolder(ss: string): string | undefined {
  const match = /users:\(\("([^"]+)",pid=(\d+)/.exec(ss);
  return match === null ? undefined : `${match[1]} (pid ${match[2]})`;
}

/** A port of the loopback address that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" ? address?.port : undefined;
      server.close(() => (port === undefined ? reject(new Error("no port was assigned")) : resolve(port)));
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Needs `ss` (Linux); elsewhere the holder stays unnamed. */
async function holderOf(port: number): Promise<string | undefined> {
  try {
    return parseHolder((await run("ss", ["-Hltnp", `sport = :${port}`])).stdout);
  } catch {
    return undefined;
  }
}
