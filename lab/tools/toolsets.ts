import type { Download } from "./download.ts";
import { atLeast, sameMinor, type Toolset } from "./toolset.ts";
import { parseVersion, pinnedVersion } from "./version.ts";

const kubernetesVersion = pinnedVersion("kubernetes", "k8s.io/kubernetes");
const kwokVersion = pinnedVersion("kubernetes", "sigs.k8s.io/kwok");
const prometheusVersion = pinnedVersion("prometheus", "github.com/prometheus/prometheus");
const etcdVersion = pinnedVersion("etcd", "go.etcd.io/etcd/server/v3");

/** The control plane and kubectl. */
export const kubernetes: Toolset = {
  title: "Kubernetes control plane",
  name: "kubernetes",
  speaker: "kube-apiserver",
  buildTime: "6 min",
  ...kubernetesPart("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"),
};

/** What a real node runs beside containerd. */
export const kubernetesNode: Toolset = {
  title: "Kubernetes node",
  name: "kubernetes-node",
  speaker: "kubelet",
  buildTime: "2 min",
  ...kubernetesPart("kubelet", "kube-proxy"),
};

/** Simulated nodes, and the tool that runs the control plane's processes. */
export const kwok: Toolset = {
  title: "kwok",
  name: "kwok",
  version: kwokVersion,
  speaker: "kwokctl",
  accepts: sameMinor,
  // the project publishes no checksums beside its releases
  release: onLinux((executable, arch) => ({
    url: `https://github.com/kubernetes-sigs/kwok/releases/download/${kwokVersion}/${executable}-linux-${arch}`,
  })),
  build: {
    module: "tools/kubernetes",
    packages: { kwok: "sigs.k8s.io/kwok/cmd/kwok", kwokctl: "sigs.k8s.io/kwok/cmd/kwokctl" },
    ldflags: "",
  },
  buildTime: "1 min",
};

/** Debian's package can be used as well. Releases are archives, so it is built if it is not installed. */
export const etcd: Toolset = {
  title: "etcd",
  name: "etcd",
  version: etcdVersion,
  speaker: "etcd",
  accepts: atLeast([3, 5, 0]),
  build: { module: "tools/etcd", packages: { etcd: "go.etcd.io/etcd/server/v3" }, ldflags: "" },
  buildTime: "20 s",
};

/** Tests the alerts. Debian's package `prometheus` has it. Releases are archives, so it is built otherwise. */
export const promtool: Toolset = {
  title: "promtool",
  name: "promtool",
  version: prometheusVersion,
  speaker: "promtool",
  // the module counts 0.3xx where the release is 3.xx
  accepts: ([major]) => major >= 2,
  build: {
    module: "tools/prometheus",
    packages: { promtool: "github.com/prometheus/prometheus/cmd/promtool" },
    ldflags: "",
    tags: "remove_all_sd", // service discovery is most of its code, and is not needed
  },
  buildTime: "3 min",
};

function kubernetesPart(...executables: readonly string[]) {
  const [major, minor] = parseVersion(kubernetesVersion) ?? [0, 0];
  const stamp = { gitVersion: kubernetesVersion, gitMajor: major, gitMinor: minor, gitTreeState: "clean" };
  return {
    version: kubernetesVersion,
    accepts: sameMinor,
    release: onLinux((executable, arch) => {
      const url = `https://dl.k8s.io/release/${kubernetesVersion}/bin/linux/${arch}/${executable}`;
      return { url, checksumUrl: `${url}.sha256` };
    }),
    build: {
      module: "tools/kubernetes",
      packages: Object.fromEntries(executables.map((name) => [name, `k8s.io/kubernetes/cmd/${name}`])),
      ldflags: ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"]
        .flatMap((target) => Object.entries(stamp).map(([name, value]) => `-X ${target}.${name}=${value}`))
        .join(" "),
    },
  };
}

/** Server binaries are released for Linux only. */
function onLinux(release: (executable: string, arch: string) => Download): Toolset["release"] {
  const arch = { x64: "amd64", arm64: "arm64" }[process.arch as string];
  if (process.platform !== "linux" || arch === undefined) return undefined;
  return (executable) => release(executable, arch);
}
