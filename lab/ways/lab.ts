import { existsSync } from "node:fs";
import type { StackConfig } from "../../core/model/stack.ts";
import { clusterStatus } from "../cluster/cluster.ts";
import { requireFreePort } from "../cluster/port.ts";
import type { LabEnvironment } from "../console/environment.ts";
import { kindFolder } from "../kind/cluster.ts";
import { stateRoot } from "../machine/folders.ts";
import { requireSpace } from "../machine/space.ts";
import { controllerImages } from "../stacks/lab-stack.ts";
import type { Target } from "../stacks/target.ts";
import { kindTarget, openKind } from "./kind.ts";
import { decideKind, labCluster, rememberKind, runningKind } from "./machine.ts";
import { nodesTarget } from "./nodes.ts";
import { simulatedTarget } from "./simulated.ts";

/** What a new lab's control plane, state and logs need, in bytes. */
const leastSpace = 1e9;

/**
 * Decides what the lab's nodes are, and checks what they need of this machine.
 * @returns what brings the lab up
 * @throws {UserError} where something is in the way
 */
export async function prepareLab(
  { lab, port }: Pick<LabEnvironment, "lab" | "port">,
  stack: Pick<StackConfig, "classes">,
): Promise<() => Promise<Target>> {
  const kind = await decideKind(lab, controllerImages(stack));
  const isNew = !existsSync(kindFolder()) && (await clusterStatus(labCluster)) === "absent";
  if (isNew) {
    await requireFreePort(port);
    await requireSpace(stateRoot(), leastSpace, "The lab");
  }
  switch (kind) {
    case "kind":
      return () => kindTarget(port, stack);
    case "nodes":
      return () => nodesTarget(port, stack);
    case "simulated":
      return async () => {
        await rememberKind("simulated");
        return simulatedTarget(port);
      };
  }
}

/** The lab as it is, for commands that only use it; a control plane that has died is started again. */
export async function runningTarget(port: number): Promise<Target> {
  return (await runningKind()) === "kind" ? openKind() : simulatedTarget(port);
}
