import { simulatedNode } from "./config.ts";

/** A simulated node: kwok answers for its kubelet. */
export interface SimulatedNode {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Label by which stacks select the nodes that carry an ingress class. */
const edgeLabel = "exposure.dev/edge";

/** The lab's nodes: two each for the public class and for HAProxy, so that a rollout has a second node. */
export const labNodes: readonly SimulatedNode[] = [
  { name: "edge-public-1", labels: { [edgeLabel]: "public" } },
  { name: "edge-public-2", labels: { [edgeLabel]: "public" } },
  { name: "edge-internal-1", labels: { [edgeLabel]: "internal" } },
  { name: "edge-haproxy-1", labels: { [edgeLabel]: "haproxy" } },
  { name: "edge-haproxy-2", labels: { [edgeLabel]: "haproxy" } },
  { name: "worker-1" },
];

/**
 * The Node object kwok takes over. It carries no taint: without real nodes these are where the program's pods run.
 * @see https://kwok.sigs.k8s.io/docs/user/kwok-manage-nodes-and-pods/
 */
export function nodeManifest(node: SimulatedNode): object {
  const capacity = { cpu: "32", memory: "256Gi", pods: "110" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: node.name,
      annotations: { [simulatedNode.key]: simulatedNode.value, "node.alpha.kubernetes.io/ttl": "0" },
      labels: {
        type: "kwok",
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": node.name,
        ...node.labels,
      },
    },
    status: {
      allocatable: capacity,
      capacity,
      phase: "Running",
    },
  };
}
