import type { Suite } from "./suite.ts";

/** What each part of the edge's tests gets. */
export type HaproxySuite = Pick<Suite, "check" | "testbed">;
