import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until a check holds; a check that throws does not hold.
 * @param interval milliseconds between two checks
 * @param hopeless why the check can no longer succeed, which ends the wait at once; undefined while it can
 * @throws {Error} naming what was waited for and the last reason
 */
export async function until(
  what: string,
  milliseconds: number,
  check: () => boolean | Promise<boolean>,
  interval = 100,
  hopeless?: () => string | undefined,
): Promise<void> {
  let reason = "";
  for (const end = performance.now() + milliseconds; performance.now() < end; await sleep(interval)) {
    const why = hopeless?.();
    if (why !== undefined) throw new Error(`${what}: ${why}`);
    try {
      if (await check()) return;
      reason = "";
    } catch (error) {
      reason = error instanceof Error ? `: ${error.message}` : "";
    }
  }
  throw new Error(`${what}: not within ${milliseconds / 1000} s${reason}`);
}
