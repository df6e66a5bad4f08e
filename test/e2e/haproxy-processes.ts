import { inNode } from "../../lab/nodes/node.ts";
import type { RealNode } from "../../lab/nodes/plan.ts";
import type { Testbed } from "../../lab/testbed/testbed.ts";
import { ports } from "./haproxy-settings.ts";

/** What distinguishes one generation of a node's HAProxy from the next. */
export interface Generation {
  readonly node: string;
  /** Master and worker, and the former workers that still have connections. A reload makes another worker. */
  readonly processes: readonly number[];
  /** Reloads that the controller counts itself. */
  readonly reloads: number;
}

/** The HAProxy of each node as it is now. */
export function generations({ nodes }: Testbed): Promise<readonly Generation[]> {
  return Promise.all(
    nodes.map(async (node) => ({
      node: node.name,
      processes: await processesNamed(node, "haproxy"),
      reloads: await reloads(node),
    })),
  );
}

/** Process ids inside a node, by the name of the program. */
export async function processesNamed(node: RealNode, name: string): Promise<readonly number[]> {
  const stdout = await inNode(node, "sh", "-c", `pgrep -x ${name} || true`);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map(Number);
}

/** `haproxy_reloads_total` of the controller, successful or not. */
async function reloads({ address }: RealNode): Promise<number> {
  const text = await (await fetch(`http://${address}:${ports.metrics}/metrics`)).text();
  const counters = [...text.matchAll(/^haproxy_reloads(?:_total|_count)?\{[^}]*\} (\d+)$/gm)];
  return counters.reduce((sum, [, count]) => sum + Number(count), 0);
}
