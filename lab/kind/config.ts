import { stringify } from "yaml";

/** Name of the lab's kind cluster. */
export const kindCluster = "exposure-lab";

/** Where each class of the dev stack is reached on this machine: ports of its worker, mapped to the loopback address. */
export const mappedPorts = {
  public: { http: 8080, https: 8443 },
  internal: { http: 8081, https: 8444 },
} as const satisfies Readonly<Record<string, { readonly http: number; readonly https: number }>>;

/**
 * kind's configuration: a control plane, and a worker for each class of the dev stack.
 * @param port of the API server, on the loopback address
 * @see https://kind.sigs.k8s.io/docs/user/configuration/
 */
export function renderKindConfig(port: number): string {
  return stringify({
    kind: "Cluster",
    apiVersion: "kind.x-k8s.io/v1alpha4",
    name: kindCluster,
    networking: { apiServerAddress: "127.0.0.1", apiServerPort: port },
    nodes: [
      { role: "control-plane" },
      ...Object.entries(mappedPorts).map(([name, { http, https }]) => ({
        role: "worker",
        labels: { "exposure.dev/edge": name },
        extraPortMappings: [
          { containerPort: 80, hostPort: http, listenAddress: "127.0.0.1", protocol: "TCP" },
          { containerPort: 443, hostPort: https, listenAddress: "127.0.0.1", protocol: "TCP" },
        ],
      })),
    ],
  });
}
