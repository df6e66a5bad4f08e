import type { ClassSpec, ExposureMode } from "../model/class.ts";
import type { ClassOutput } from "../model/outputs.ts";
import { ownValue } from "../model/own-value.ts";
import type { Problem } from "../model/problems.ts";
import { nodePorts, sharedPorts } from "./node-ports.ts";
import { canMeet } from "./node-selectors.ts";

/** A class as it was last updated. */
export type FormerClass = Pick<ClassOutput, "exposedAs" | "nodeSelector" | "fronting">;

type Selected = Pick<ClassSpec, "nodeSelector">;

/**
 * Ports of nodes that one update would give from one class to another: the new pods wait for ports that the old ones
 * hold, and the update waits for the new pods. The engine removes last, so no order of the resources helps.
 * @param former the classes by name, as they were last updated
 */
export function handoverProblems(
  classes: readonly ClassSpec[],
  former: Readonly<Record<string, FormerClass>>,
): readonly Problem[] {
  const remaining = new Set(classes.map(({ name }) => name));
  return classes.flatMap((taker) =>
    Object.entries(former).flatMap(([name, giver]) => {
      const taken = takenOver(taker, ownValue(former, taker.name), { name, giver });
      if (taken.length === 0) return [];
      const steps = remaining.has(name)
        ? [`take these ports, or the nodes, from class "${name}"`, "give them"]
        : [`remove class "${name}"`, "give its ports and nodes"];
      return [
        {
          path: `classes.${taker.name}`,
          code: "changes-hands",
          message: `would take ${taken.join(", ")} from class "${name}" on the same nodes in one update, and its pods would wait for the ports that the pods of "${name}" still hold: first ${steps[0]} and run \`pulumi up\`, then ${steps[1]} to class "${taker.name}" and run it again`,
        },
      ];
    }),
  );
}

/** The ports, in words, that a class takes over where it did not hold them itself: from itself none. */
function takenOver(
  taker: ClassSpec,
  before: FormerClass | undefined,
  { name, giver }: { readonly name: string; readonly giver: FormerClass },
): readonly string[] {
  if (!holdsPorts(taker.expose.as) || !canMeet(taker, giver)) return [];
  const ran = before !== undefined && hasRunOnAll(before, taker, giver);
  const kept = new Set(ran ? heldBy(before).map(({ port }) => port) : []);
  const wanted = nodePorts(taker).filter(({ port }) => !kept.has(port));
  return sharedPorts({ name, ports: heldBy(giver) }, { name: taker.name, ports: wanted });
}

/** Node ports belong to Services, which no pod waits for. */
function holdsPorts(mode: ExposureMode): boolean {
  return mode === "hostNetwork" || mode === "hostPort";
}

function heldBy({ exposedAs, fronting }: FormerClass) {
  return holdsPorts(exposedAs) ? (fronting?.nodePorts ?? []) : [];
}

/** Whether each node on which `taker` and `giver` meet is one that `before` selected. */
function hasRunOnAll(before: Selected, taker: Selected, giver: Selected): boolean {
  const common = { ...giver.nodeSelector, ...taker.nodeSelector };
  return Object.entries(before.nodeSelector).every(([key, value]) => ownValue(common, key) === value);
}
