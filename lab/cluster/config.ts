import { stringify } from "yaml";
import type { Executables } from "../tools/toolset.ts";
import { bridge, podRange, services } from "./addresses.ts";

/** What decides how a lab cluster is set up. */
export interface ClusterSettings {
  readonly name: string;
  /** Port of the API server. */
  readonly port: number;
  /**
   * Address the API server listens on. Everything else listens on loopback only.
   * @default "127.0.0.1"; a lab with real nodes needs an address they reach, for example "0.0.0.0"
   */
  readonly apiServerBindAddress?: string;
}

/** Annotation of the nodes that kwok manages. */
export const simulatedNode = { key: "kwok.x-k8s.io/node", value: "fake" } as const;

/**
 * kwokctl's configuration of a cluster.
 * @param pki folder in which kwokctl will put the cluster's certificates
 * @see https://kwok.sigs.k8s.io/docs/user/configuration/
 */
export function renderClusterConfig(
  settings: ClusterSettings,
  executables: Executables,
  kubeVersion: string,
  pki: string,
): string {
  return stringify({
    kind: "KwokctlConfiguration",
    apiVersion: "config.kwok.x-k8s.io/v1alpha1",
    metadata: { name: settings.name },
    options: {
      runtime: "binary",
      kubeVersion,
      kubeApiserverPort: settings.port,
      // without it etcd, which has no authentication here, listens on every address
      bindAddress: "127.0.0.1",
      // the default of 5 stretches node-monitor-grace-period to 200 s: a dead node would be noticed that late
      heartbeatFactor: 1,
      kubeApiserverCertSANs: [bridge.address, services.apiServer],
      kubeAuthorization: true,
      kubeAdmission: true,
      // kwokctl downloads every executable that is not configured
      kubeApiserverBinary: executables["kube-apiserver"],
      kubeControllerManagerBinary: executables["kube-controller-manager"],
      kubeSchedulerBinary: executables["kube-scheduler"],
      kwokControllerBinary: executables.kwok,
      kubectlBinary: executables.kubectl,
      etcdBinary: executables.etcd,
    },
    componentsPatches: [
      {
        name: "kube-apiserver",
        extraArgs: [
          ...replaced({ "bind-address": settings.apiServerBindAddress ?? "127.0.0.1" }),
          ...added({
            // loopback cannot be advertised, and a machine without a default route has nothing else
            "advertise-address": bridge.address,
            "anonymous-auth": "false",
            "service-cluster-ip-range": services.range,
            // the default order begins with Hostname, which no DNS knows: logs and exec would fail
            "kubelet-preferred-address-types": "InternalIP",
            "kubelet-client-certificate": `${pki}/admin.crt`,
            "kubelet-client-key": `${pki}/admin.key`,
          }),
        ],
      },
      {
        name: "kube-controller-manager",
        extraArgs: added({
          "allocate-node-cidrs": "true",
          "cluster-cidr": podRange,
          "service-cluster-ip-range": services.range,
        }),
      },
      {
        name: "kwok-controller",
        extraArgs: [
          // by default kwok takes every node, the real ones too
          ...replaced({ "manage-all-nodes": "false" }),
          ...added({
            "manage-nodes-with-annotation-selector": `${simulatedNode.key}=${simulatedNode.value}`,
          }),
        ],
      },
    ],
  });
}

/** Arguments kwokctl does not set itself. */
function added(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

/** Arguments kwokctl sets itself; an override of any other is dropped without a word. */
function replaced(values: Readonly<Record<string, string>>) {
  return added(values).map((arg) => ({ ...arg, override: true }));
}
