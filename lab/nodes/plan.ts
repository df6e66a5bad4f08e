import { createHash } from "node:crypto";
import { join } from "node:path";

/** How kube-proxy makes Services reachable. */
export type ProxyMode = "nftables" | "iptables";

/** What decides how the real nodes are set up. */
export interface NodesSettings {
  /** One or two nodes. @default 2 */
  readonly count?: 1 | 2;
  /** @default "nftables" */
  readonly proxyMode?: ProxyMode;
}

/** One real node: its names, addresses and folders. */
export interface RealNode {
  readonly name: string;
  /** On the lab's bridge, which has no way out of the machine. */
  readonly address: string;
  /** Addresses of its pods. */
  readonly podRange: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly proxyMode: ProxyMode;
  /** Its configuration, logs and disk; gone after `downNodes`. */
  readonly folder: string;
  /** Name of its folder in every cgroup hierarchy. */
  readonly cgroup: string;
  /** The machine's end of its network cable. */
  readonly link: string;
}

/** Label every real node carries, to choose or to avoid them. */
export const realNodeLabel = "lab/real";

/** Of node 1 and node 2, beside that of every real node. */
const labels = [{ "exposure.dev/edge": "public" }, { "exposure.dev/edge": "internal" }] as const;

/** The maximum number of nodes. Leftovers are found by these nodes' names. */
const most = 2;

/** The nodes of these settings. */
export function planNodes(settings: NodesSettings, root: string): readonly RealNode[] {
  const { count = most, proxyMode = "nftables" } = settings;
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const name = `node${number}`;
    return {
      name,
      address: `172.30.0.${10 + number}`,
      // above what the controller manager hands to simulated nodes, which count from 0
      podRange: `10.244.${200 + number}.0/24`,
      labels: { [realNodeLabel]: "true", ...labels[index] },
      proxyMode,
      folder: join(root, name),
      // the only thing that labs in separate network namespaces would share
      cgroup: `exposure-${createHash("sha256").update(root).digest("hex").slice(0, 8)}-${name}`,
      link: `exposure-${name}`,
    };
  });
}

/** Every node there can be, for taking them down without knowing how they were started. */
export function everyNode(root: string): readonly RealNode[] {
  return planNodes({ count: most }, root);
}
