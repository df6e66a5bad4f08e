import type { Kubectl } from "../../lab/cluster/kubectl.ts";

export type Versions = Readonly<Record<string, string>>;

/** Version of each of the stacks' objects: it changes when the object is written. A DaemonSet's status does not count. */
export async function objectVersions(kubectl: Kubectl): Promise<Versions> {
  const kinds =
    "ingress,ingressclass,configmap,secret,service,daemonset,serviceaccount,role,rolebinding,clusterrole,clusterrolebinding,namespace";
  const selector = ["-l", "app.kubernetes.io/part-of=exposure"];
  const { stdout } = await kubectl.run(["get", kinds, "-A", ...selector, "-o", "json"]);
  const { items } = JSON.parse(stdout) as { readonly items: readonly Versioned[] };
  return Object.fromEntries(
    items.map(({ kind, metadata: { namespace = "", name, resourceVersion, generation } }) => [
      `${kind} ${namespace}/${name}`,
      kind === "DaemonSet" ? `generation ${generation}` : resourceVersion,
    ]),
  );
}

interface Versioned {
  readonly kind: string;
  readonly metadata: {
    readonly namespace?: string;
    readonly name: string;
    readonly resourceVersion: string;
    readonly generation?: number;
  };
}

/** Objects that were created, written or deleted in between. */
export function changedObjects(before: Versions, after: Versions): readonly string[] {
  const all = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...all].filter((key) => before[key] !== after[key]).toSorted();
}
