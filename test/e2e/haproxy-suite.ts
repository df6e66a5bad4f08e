import type { Suite } from "./suite.ts";

/** What parts of the edge's tests are handed. */
export type HaproxySuite = Pick<Suite, "check" | "testbed">;
