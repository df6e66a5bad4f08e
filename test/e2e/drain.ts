import type { Testbed } from "../../lab/testbed/testbed.ts";

/** Moves every pod off a node that may be moved; the node takes none until it is uncordoned. */
export async function drain({ cluster: { kubectl } }: Pick<Testbed, "cluster">, node: string): Promise<void> {
  const args = ["--ignore-daemonsets", "--delete-emptydir-data", "--timeout=120s"];
  await kubectl.run(["drain", node, ...args], { timeout: 130_000 });
}
