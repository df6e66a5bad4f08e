import { tmpdir } from "node:os";
import { join } from "node:path";
import { withLock } from "../../../operations/lock.ts";

/**
 * Waits until no other test file of this machine has real nodes up: a machine has one bridge and one set of addresses.
 * @returns ends the claim; so does the end of the process
 */
export function claimNodes(): Promise<() => void> {
  return new Promise((claimed, failed) => {
    const file = join(tmpdir(), "exposure-lab-test-nodes.lock");
    const options = { command: "tests with real nodes", onWait: () => {} };
    withLock(file, options, () => new Promise<void>((release) => claimed(release))).catch(failed);
  });
}
