import { engineState, saidBy } from "../images/engine-state.ts";
import type { KindFacts } from "./ability.ts";

/** Looks at this machine; nothing is changed. */
export async function kindFacts(): Promise<KindFacts> {
  const [docker, podman, kind] = await Promise.all([
    engineState("docker"),
    engineState("podman"),
    saidBy("kind", ["version"]),
  ]);
  return { docker, podman, kind };
}
