import { join } from "node:path";
import { stateRoot } from "../machine/folders.ts";

/** Held while a test, bench or drill has real nodes up: whoever would take them away, or their addresses, takes it first. */
export function testbedLock(): string {
  return join(stateRoot(), "testbed.lock");
}
