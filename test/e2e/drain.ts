import type { Testbed } from "../../lab/testbed/testbed.ts";

/** Evicts every pod that may leave a node, which takes no new ones until it is uncordoned. */
export async function drain({ cluster: { kubectl } }: Pick<Testbed, "cluster">, node: string): Promise<void> {
  const args = ["--ignore-daemonsets", "--delete-emptydir-data", "--timeout=120s"];
  await kubectl.run(["drain", node, ...args], { timeout: 130_000 });
}
