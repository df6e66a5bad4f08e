import type { ClassOutput } from "../../core/model/outputs.ts";
import type { Kubectl } from "../cluster/kubectl.ts";
import type { Endpoint } from "../stacks/target.ts";

/** What is read of a Node object. */
export interface NodeObject {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly status?: {
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** Reaches a class on the nodes that run it, or on any node by a node port. */
export function reachByNodes(kubectl: Kubectl): (output: ClassOutput) => Promise<readonly Endpoint[]> {
  return async (output) => {
    const { stdout } = await kubectl.run(["get", "nodes", "--output", "json"]);
    return endpointsOf(output, (JSON.parse(stdout) as { readonly items: readonly NodeObject[] }).items);
  };
}

/** The addresses of the nodes that are ready and carry the class's labels: internal ones first. */
export function endpointsOf(
  { ports, nodeSelector }: Pick<ClassOutput, "ports" | "nodeSelector">,
  nodes: readonly NodeObject[],
): readonly Endpoint[] {
  const serving = nodes.filter(({ metadata, status }) => {
    const ready = status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True");
    return ready && Object.entries(nodeSelector).every(([key, value]) => metadata.labels?.[key] === value);
  });
  return ["InternalIP", "ExternalIP"].flatMap((kind) =>
    serving.flatMap(({ status }) =>
      (status?.addresses ?? [])
        .filter(({ type }) => type === kind)
        .map(({ address }) => ({ address: address.includes(":") ? `[${address}]` : address, ...ports })),
    ),
  );
}
