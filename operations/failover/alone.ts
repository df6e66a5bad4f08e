import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withLock } from "../lock.ts";

/**
 * Works on a stack file while no other run on this machine does: each would write the file from what it read before
 * the other wrote.
 * @throws {UserError} where another run works on it
 */
export function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const name = createHash("sha256").update(file).digest("hex").slice(0, 16);
  const refusal = ({ pid }: { readonly pid: number }) =>
    `another run of this command (process ${pid}) works on ${file}: wait for it to end and run this one again; nothing was switched`;
  return withLock(
    join(tmpdir(), `exposure-failover-${name}`),
    { command: "npm run failover", refusal },
    work,
  );
}
