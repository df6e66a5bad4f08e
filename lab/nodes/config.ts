import { join } from "node:path";
import { stringify } from "yaml";
import { bridge, podRange, services } from "../cluster/addresses.ts";
import { pauseImage } from "../images/recipes.ts";
import { type RealNode, realNodeLabel } from "./plan.ts";

/** What a node needs to know about its cluster. */
export interface ClusterAccess {
  /** `https://172.30.0.1:6443`: an address the node reaches. */
  readonly server: string;
  /** Path of the cluster's CA certificate. */
  readonly certificateAuthority: string;
}

/** A client of the API server on a node. */
export type NodeUser = "kubelet" | "kube-proxy";

/** The files a node starts with, by their name in its folder. */
export function nodeFiles(node: RealNode, access: ClusterAccess): Readonly<Record<string, string>> {
  return {
    "kubelet.kubeconfig": kubeconfig(node, access, "kubelet"),
    "kube-proxy.kubeconfig": kubeconfig(node, access, "kube-proxy"),
    "kubelet.yaml": kubeletConfig(node, access),
    "kube-proxy.yaml": kubeProxyConfig(node),
    "containerd.toml": containerdConfig(),
    "cni/10-exposure.conflist": cniConfig(node),
    "resolv.conf": "", // there is no DNS; the kubelet wants a file
  };
}

export function certificatePath(node: RealNode, user: NodeUser, part: "crt" | "key"): string {
  return join(node.folder, "pki", `${user}.${part}`);
}

function kubeconfig(node: RealNode, access: ClusterAccess, user: NodeUser): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "lab",
        cluster: { server: access.server, "certificate-authority": access.certificateAuthority },
      },
    ],
    users: [
      {
        name: user,
        user: {
          "client-certificate": certificatePath(node, user, "crt"),
          "client-key": certificatePath(node, user, "key"),
        },
      },
    ],
    contexts: [{ name: "lab", context: { cluster: "lab", user } }],
    "current-context": "lab",
  });
}

/** @see https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
function kubeletConfig(node: RealNode, access: ClusterAccess): string {
  return stringify({
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: node.address,
    healthzBindAddress: "127.0.0.1",
    containerRuntimeEndpoint: "unix:///run/containerd/containerd.sock",
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${node.cgroup}`,
    failCgroupV1: false,
    failSwapOn: false,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: access.certificateAuthority },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: certificatePath(node, "kubelet", "crt"),
    tlsPrivateKeyFile: certificatePath(node, "kubelet", "key"),
    clusterDomain: "cluster.local",
    clusterDNS: [services.dns],
    resolvConf: join(node.folder, "resolv.conf"),
    protectKernelDefaults: true,
    serializeImagePulls: false,
    // keep images: they cannot be pulled again
    imageGCHighThresholdPercent: 100,
    // reserve nothing: disk and memory belong to the machine
    evictionHard: { "memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
  });
}

/** @see https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/ */
function kubeProxyConfig(node: RealNode): string {
  return stringify({
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: node.proxyMode,
    hostnameOverride: node.name,
    clientConnection: { kubeconfig: join(node.folder, "kube-proxy.kubeconfig") },
    clusterCIDR: podRange,
    nodePortAddresses: [bridge.range],
    healthzBindAddress: "127.0.0.1:10256",
    metricsBindAddress: "127.0.0.1:10249",
    // zero leaves the machine's own limits alone
    conntrack: { maxPerCore: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  });
}

/** @see https://github.com/containerd/containerd/blob/main/docs/cri/config.md */
function containerdConfig(): string {
  return `version = 2
disabled_plugins = [
  "io.containerd.internal.v1.opt",
  "io.containerd.nri.v1.nri",
  "io.containerd.snapshotter.v1.blockfile",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
]
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  disable_apparmor = true
  # without CAP_SYS_RESOURCE no process may lower its oom_score_adj
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "/etc/cni/net.d"
`;
}

/** @see https://www.cni.dev/plugins/current/main/bridge/ */
function cniConfig(node: RealNode): string {
  return JSON.stringify({
    cniVersion: "1.0.0",
    name: "exposure",
    plugins: [
      {
        type: "bridge",
        bridge: "cni0",
        isGateway: true,
        ipMasq: true,
        hairpinMode: true,
        ipam: {
          type: "host-local",
          ranges: [[{ subnet: node.podRange }]],
          routes: [{ dst: "0.0.0.0/0" }],
        },
      },
      { type: "portmap", capabilities: { portMappings: true }, snat: true },
    ],
  });
}

/** `key=value,…` for the kubelet's `--node-labels`. */
export function labelArgument(node: RealNode): string {
  return Object.entries({ [realNodeLabel]: "true", ...node.labels })
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
