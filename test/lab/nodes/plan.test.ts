import test from "ava";
import { labelArgument } from "../../../lab/nodes/config.ts";
import { routesOf } from "../../../lab/nodes/network.ts";
import { everyNode, planNodes } from "../../../lab/nodes/plan.ts";

test("two nodes by default: a public and an internal edge, nftables, everything named after them", (t) => {
  t.deepEqual(planNodes({}, "/state/nodes"), [
    {
      name: "node1",
      address: "172.30.0.11",
      podRange: "10.244.201.0/24",
      labels: { "lab/real": "true", "exposure.dev/edge": "public" },
      proxyMode: "nftables",
      folder: "/state/nodes/node1",
      cgroup: "exposure-43e1d0ce-node1",
      link: "exposure-node1",
    },
    {
      name: "node2",
      address: "172.30.0.12",
      podRange: "10.244.202.0/24",
      labels: { "lab/real": "true", "exposure.dev/edge": "internal" },
      proxyMode: "nftables",
      folder: "/state/nodes/node2",
      cgroup: "exposure-43e1d0ce-node2",
      link: "exposure-node2",
    },
  ]);
});

test("count and proxy mode can be chosen", (t) => {
  const [only, ...others] = planNodes({ count: 1, proxyMode: "iptables" }, "/n");
  t.deepEqual(others, []);
  t.is(only?.proxyMode, "iptables");
});

test("taking down covers the nodes of all possible settings", (t) => {
  const covered = everyNode("/n").map(({ folder, cgroup, link }) => [folder, cgroup, link]);
  for (const count of [1, 2] as const) {
    for (const { folder, cgroup, link } of planNodes({ count, proxyMode: "iptables" }, "/n")) {
      t.deepEqual(
        covered.filter(([name]) => name === folder),
        [[folder, cgroup, link]],
      );
    }
  }
});

test("names of network links fit into the kernel's 15 characters", (t) => {
  t.deepEqual(
    everyNode("/n").filter(({ link }) => link.length > 15),
    [],
  );
});

test("a node has routes to Services and to the other nodes' pods, but not to its own", (t) => {
  const nodes = planNodes({}, "/n");
  const routes = nodes.map((node) => routesOf(node, nodes));
  t.deepEqual(routes, [
    "10.96.0.0/16\n10.244.202.0/24 172.30.0.12",
    "10.96.0.0/16\n10.244.201.0/24 172.30.0.11",
  ]);
});

test("labs with different roots have different cgroups", (t) => {
  const cgroups = ["/a", "/b"].flatMap((root) => everyNode(root).map(({ cgroup }) => cgroup));
  t.is(new Set(cgroups).size, 4);
});

test("labels reach the kubelet as one argument", (t) => {
  const labels = planNodes({}, "/n").map(labelArgument);
  t.deepEqual(labels, ["lab/real=true,exposure.dev/edge=public", "lab/real=true,exposure.dev/edge=internal"]);
});
