import type { ApiServer } from "../kubernetes/api-server.ts";
import type { ClassSpec, TolerationArgs } from "../model/class.ts";
import type { Problem } from "../model/problems.ts";
import { mostTakenWhole, unavailableOf } from "../rules/unavailable.ts";

/** What came of holding rollouts of classes against the cluster's nodes. */
export interface RolloutCheck {
  /** Rollouts that would take a class from all of its nodes at once. */
  readonly problems: readonly Problem[];
  /** A sentence for each rollout that might, because the nodes could not be counted. */
  readonly warnings: readonly string[];
}

/**
 * Counts the nodes of classes that run on each of them, where their rollout might take all at once. Most stacks need no
 * request: with the default of one node at a time, a class keeps the others. A single node has no other way.
 */
export async function checkRolloutNodes(
  classes: readonly ClassSpec[],
  open: () => Promise<Pick<ApiServer, "get">>,
): Promise<RolloutCheck> {
  const checks = await Promise.all(classes.map((spec) => checkOf(spec, open)));
  return {
    problems: checks.flatMap(({ problems }) => problems),
    warnings: checks.flatMap(({ warnings }) => warnings),
  };
}

async function checkOf(spec: ClassSpec, open: () => Promise<Pick<ApiServer, "get">>): Promise<RolloutCheck> {
  const { name, expose, rollout } = spec;
  const { maxUnavailable } = rollout;
  const most = mostTakenWhole(maxUnavailable);
  if ((expose.as !== "hostNetwork" && expose.as !== "hostPort") || most < 2) return none;
  const path = `classes.${name}.rollout.maxUnavailable`;
  const nodes = await nodesOf(spec, open);
  if (nodes === undefined) {
    const doubt = `${path}: ${maxUnavailable} of the class's nodes are replaced at once, which is all of them if there are ${most} or fewer; the API server does not list its nodes, so they could not be counted`;
    return { problems: [], warnings: [doubt] };
  }
  if (nodes < 2 || unavailableOf(maxUnavailable, nodes, "up") < nodes) return none;
  const how = typeof maxUnavailable === "number" ? "" : ", rounded up,";
  const message = `allowing ${maxUnavailable} of the class's ${nodes} nodes${how} to be unavailable leaves none to serve requests: lower it`;
  return { problems: [{ path, code: "no-pod-left", message }], warnings: [] };
}

const none: RolloutCheck = { problems: [], warnings: [] };

/** How many nodes get a pod of the class; undefined if the user may not list them, for example. */
async function nodesOf(
  { nodeSelector, tolerations }: ClassSpec,
  open: () => Promise<Pick<ApiServer, "get">>,
): Promise<number | undefined> {
  const labels = Object.entries(nodeSelector).map(([key, value]) => `${key}=${value}`);
  const path = `/api/v1/nodes?labelSelector=${encodeURIComponent(labels.join(","))}`;
  try {
    const list = (await (await open()).get(path)) as NodeList | undefined;
    return list?.items.filter(({ spec }) =>
      (spec?.taints ?? []).every((taint) => isTolerated(taint, tolerations)),
    ).length;
  } catch {
    return undefined;
  }
}

interface NodeList {
  readonly items: readonly { readonly spec?: { readonly taints?: readonly Taint[] } }[];
}

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations */
const toleratedByAll: readonly TolerationArgs[] = [
  ...["disk-pressure", "memory-pressure", "pid-pressure", "unschedulable", "network-unavailable"].map(
    (name) => ({ key: `node.kubernetes.io/${name}`, operator: "Exists", effect: "NoSchedule" }) as const,
  ),
  ...["not-ready", "unreachable"].map(
    (name) => ({ key: `node.kubernetes.io/${name}`, operator: "Exists", effect: "NoExecute" }) as const,
  ),
];

function isTolerated(taint: Taint, tolerations: readonly TolerationArgs[]): boolean {
  if (taint.effect === "PreferNoSchedule") return true;
  return [...toleratedByAll, ...tolerations].some(
    ({ key, operator, value, effect }) =>
      (effect === undefined || effect === taint.effect) &&
      (key === undefined || key === taint.key) &&
      (operator === "Exists" || (value ?? "") === (taint.value ?? "")),
  );
}
