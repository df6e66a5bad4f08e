import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { messageOf, UserError } from "../../core/model/user-error.ts";
import { type Holder, isElsewhere, takeLock } from "../lock.ts";

/**
 * Works on a stack file while no other run does: each would write the file from what it read before the other wrote. The
 * lock lies beside the file, whichever link leads there.
 * @throws {UserError} where another run works on it
 */
export async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const refusal = (holder: Holder, lock: string) => {
    const { pid, place } = holder;
    const [where, wayOut] = isElsewhere(holder)
      ? [` at ${place}`, `, or remove ${lock} if it is gone`]
      : ["", ""];
    return `another run of this command (process ${pid}${where}) works on ${file}: wait for it to end${wayOut} and run this one again; nothing was switched`;
  };
  const release = await takeLock(lockOf(file), { command: "npm run failover", refusal }).catch(
    (error: unknown) => {
      if (error instanceof UserError) throw error;
      throw new UserError(`no lock can be put beside ${file}: ${messageOf(error)}; nothing was switched`);
    },
  );
  try {
    return await work();
  } finally {
    release();
  }
}

/** @throws {UserError} where there is no such file */
function lockOf(file: string): string {
  try {
    const target = realpathSync(file);
    return join(dirname(target), `.${basename(target)}.lock`);
  } catch {
    throw new UserError(`there is no ${file}: name a stack that has one with --stack`);
  }
}
