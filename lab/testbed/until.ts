import { setTimeout as sleep } from "node:timers/promises";

/** Waits until a check holds; a check that throws does not hold. */
export async function until(
  what: string,
  milliseconds: number,
  check: () => boolean | Promise<boolean>,
  interval = 100,
): Promise<void> {
  let reason = "";
  for (const end = performance.now() + milliseconds; performance.now() < end; await sleep(interval)) {
    try {
      if (await check()) return;
      reason = "";
    } catch (error) {
      reason = error instanceof Error ? `: ${error.message}` : "";
    }
  }
  throw new Error(`${what}: not within ${milliseconds / 1000} s${reason}`);
}
