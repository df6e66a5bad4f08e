import { request } from "node:http";
import { until } from "../../lab/machine/until.ts";
import type { Testbed } from "../../lab/testbed/testbed.ts";
import type { Variant } from "./measure.ts";
import { type NginxPod, nginxPod, serviceOf } from "./pods.ts";

const page = { serves: "page" } as const;
const backendPort = 8_080;

/** The same nginx page, reached in each way that a class can be exposed. */
export async function waysOntoTheNode(testbed: Testbed): Promise<readonly Variant[]> {
  const [{ name: node, address }] = testbed.nodes;
  await apply(testbed, [
    { name: "host-network", node, through: "hostNetwork", servers: [{ port: 8090, ...page }] },
    { name: "host-port", node, through: { hostPort: 8091 }, servers: [{ port: 8091, ...page }] },
    { name: "node-port", node, through: "pod network", servers: [{ port: 8092, ...page }] },
  ]);
  await testbed.cluster.kubectl.apply([serviceOf("node-port", 8092, 30_092)]);
  return serving([
    { name: "hostNetwork", target: `${address}:8090` },
    { name: "hostPort", target: `${address}:8091` },
    { name: "NodePort", target: `${address}:30092` },
  ]);
}

/** What an access log costs: the same proxy with different ones. */
export async function accessLogs(testbed: Testbed): Promise<readonly Variant[]> {
  const [{ name: node, address }] = testbed.nodes;
  const upstream = await backends(testbed);
  const logs = {
    off: "off",
    "file, buffer=64k flush=1s": "/logs/buffered.log lines buffer=64k flush=1s",
    "file, unbuffered": "/logs/unbuffered.log lines",
    stdout: "/dev/stdout lines",
  };
  const servers = Object.values(logs).map((accessLog, index) => ({
    port: 8200 + index,
    serves: { upstream },
    accessLog,
  }));
  await apply(testbed, [{ name: "access-logs", node, through: "hostNetwork", servers }]);
  return serving(Object.keys(logs).map((name, index) => ({ name, target: `${address}:${8200 + index}` })));
}

/** Starts one nginx with a page, the cheapest backend, and returns its address. */
export async function backends(testbed: Testbed): Promise<readonly string[]> {
  await applyBackends(testbed, ["backend-1"]);
  return [`${await podAddress(testbed, "backend-1")}:${backendPort}`];
}

/** Starts such a backend with a Service for each name, and returns them in that order as a stack's services name them. */
export async function backendServices(testbed: Testbed, names: readonly string[]) {
  await applyBackends(testbed, names);
  await testbed.cluster.kubectl.apply(names.map((name) => serviceOf(name, backendPort)));
  return names.map((service) => ({ service, port: backendPort }));
}

function applyBackends(testbed: Testbed, names: readonly string[]): Promise<void> {
  const [first] = testbed.nodes;
  const servers = [{ port: backendPort, ...page }];
  return apply(
    testbed,
    names.map((name) => ({ name, node: first.name, through: "pod network", servers })),
  );
}

/** Creates pods and waits until they are ready. */
export async function apply({ cluster: { kubectl } }: Testbed, pods: readonly NginxPod[]): Promise<void> {
  await kubectl.apply(pods.flatMap(nginxPod));
  const names = pods.map(({ name }) => `pod/${name}`);
  await kubectl.run(["wait", "--for=condition=Ready", "-n", "default", ...names, "--timeout=60s"]);
}

async function podAddress({ cluster: { kubectl } }: Testbed, name: string): Promise<string> {
  const { stdout } = await kubectl.run([
    "get",
    "pod",
    name,
    "-n",
    "default",
    "-o",
    "jsonpath={.status.podIP}",
  ]);
  return stdout.trim();
}

/** Returns the variants once each has answered: kube-proxy and controllers take a moment. */
export async function serving(variants: readonly Variant[]): Promise<readonly Variant[]> {
  for (const { name, target, host: hostHeader } of variants) {
    await until(`${name} answers`, 60_000, () => answers(target, hostHeader ?? target));
  }
  return variants;
}

async function answers(target: string, hostName: string): Promise<boolean> {
  return new Promise((resolve) => {
    const outgoing = request(
      `http://${target}/`,
      { headers: { host: hostName }, timeout: 2_000 },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    outgoing.on("error", () => resolve(false));
    outgoing.on("timeout", () => outgoing.destroy());
    outgoing.end();
  });
}
