import { join } from "node:path";
import { stateRoot } from "../cache.ts";

/** Held while a test, bench or drill has real nodes up: whoever would take them away, or their addresses, takes it first. */
export function edgeLock(): string {
  return join(stateRoot(), "edge.lock");
}
