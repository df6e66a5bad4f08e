import { join } from "node:path";
import { stateRoot } from "../machine/folders.ts";

/** Held while a test, bench or drill has real nodes up. Acquire it before removing them or reusing their addresses. */
export function testbedLock(): string {
  return join(stateRoot(), "testbed.lock");
}
