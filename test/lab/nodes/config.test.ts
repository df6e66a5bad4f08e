import test from "ava";
import { parse } from "yaml";
import { nodeFiles } from "../../../lab/nodes/config.ts";
import { planNodes } from "../../../lab/nodes/plan.ts";

const access = { server: "https://172.30.0.1:6443", certificateAuthority: "/pki/ca.crt" };

function filesOf(proxyMode: "nftables" | "iptables") {
  const [node] = planNodes({ proxyMode }, "/n");
  if (node === undefined) throw new Error("no node");
  return nodeFiles(node, access);
}

test("a node starts with exactly these files", (t) => {
  t.deepEqual(Object.keys(filesOf("nftables")), [
    "kubelet.kubeconfig",
    "kube-proxy.kubeconfig",
    "kubelet.yaml",
    "kube-proxy.yaml",
    "containerd.toml",
    "cni/10-exposure.conflist",
    "resolv.conf",
  ]);
});

for (const mode of ["nftables", "iptables"] as const) {
  test(`kube-proxy runs in mode ${mode} for its node, only on the lab's network`, (t) => {
    const config = parse(filesOf(mode)["kube-proxy.yaml"] ?? "");
    t.is(config.mode, mode);
    t.is(config.hostnameOverride, "node1");
    t.deepEqual(config.nodePortAddresses, ["172.30.0.0/24"]);
  });
}

test("kubelet and kube-proxy each have their own client certificate", (t) => {
  const files = filesOf("nftables");
  for (const user of ["kubelet", "kube-proxy"]) {
    const config = parse(files[`${user}.kubeconfig`] ?? "");
    t.deepEqual(config.clusters, [
      { name: "lab", cluster: { server: access.server, "certificate-authority": "/pki/ca.crt" } },
    ]);
    t.deepEqual(config.users, [
      {
        name: user,
        user: { "client-certificate": `/n/node1/pki/${user}.crt`, "client-key": `/n/node1/pki/${user}.key` },
      },
    ]);
  }
});

test("the kubelet refuses anonymous clients, and stays in its own cgroup", (t) => {
  const config = parse(filesOf("nftables")["kubelet.yaml"] ?? "");
  t.deepEqual(config.authentication, {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: "/pki/ca.crt" },
  });
  t.deepEqual(config.authorization, { mode: "Webhook" });
  t.regex(config.cgroupRoot, /^\/exposure-[0-9a-f]{8}-node1$/);
});

test("the node's pods get addresses of its range", (t) => {
  const { plugins } = JSON.parse(filesOf("nftables")["cni/10-exposure.conflist"] ?? "");
  t.deepEqual(plugins[0].ipam.ranges, [[{ subnet: "10.244.201.0/24" }]]);
});
