import { chmodSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import anyTest, { type TestFn } from "ava";
import { type Cluster, ensureControlPlane, startCluster, stopCluster } from "../../../lab/cluster/cluster.ts";
import { freePort } from "../../../lab/cluster/port.ts";
import { echoImage } from "../../../lab/images/recipes.ts";
import { requireOwnBridge } from "../../../lab/nodes/network.ts";
import { downNodes, nodesRoot, upNodes } from "../../../lab/nodes/nodes.ts";
import { everyNode, type RealNode, realNodeLabel } from "../../../lab/nodes/plan.ts";
import { initOf, pidsOf } from "../../../lab/nodes/processes.ts";
import { canRunNodes } from "../../../lab/nodes/requirements.ts";
import { listTraces } from "../../../lab/nodes/traces.ts";
import { type Executables, ensureToolset } from "../../../lab/tools/toolset.ts";
import { kubernetesNode } from "../../../lab/tools/toolsets.ts";
import { claimNodes } from "./exclusive.ts";

const test = anyTest as TestFn<{ cluster: Cluster; executables: Executables }>;
const reason = await whyNot();
const proven = reason === undefined ? test.serial : test.serial.skip;
const suffix = reason === undefined ? "" : ` (skipped: ${reason})`;

// a separate state leaves the user's own lab alone; always the same one, so that an interrupted run's is found
const state = "/var/tmp/exposure-nodes-test";
process.env.XDG_STATE_HOME = state;
const name = "nodes-test";
const images = [echoImage];

let release: (() => void) | undefined;

test.before(async (t) => {
  if (reason !== undefined) return;
  t.timeout(
    1_800_000,
    "on a fresh machine the control plane is built first; other tests may have their nodes up",
  );
  release = await claimNodes();
  mkdirSync(state, { recursive: true });
  chmodSync(state, 0o755); // the control plane runs as another user
  await clear();
  const port = await freePort();
  const settings = { name, port, apiServerBindAddress: "0.0.0.0", nodes: [{ name: "simulated" }] };
  t.context.cluster = await startCluster(settings, await ensureControlPlane());
  t.context.executables = await ensureToolset(kubernetesNode);
});

test.after.always(async () => {
  if (release === undefined) return; // these belong to another run
  try {
    await clear();
    rmSync(state, { recursive: true });
  } finally {
    release();
  }
});

proven(`two nodes serve a pod each on their own addresses, and leave nothing behind${suffix}`, async (t) => {
  t.timeout(300_000);
  const { cluster } = t.context;
  t.deepEqual(await listTraces(nodesRoot()), []);
  const nodes = await upNodes({ ...t.context, images });
  t.deepEqual(
    nodes.map((node) => node.name),
    ["node1", "node2"],
  );
  await cluster.kubectl.apply([echoDaemonSet()]);
  for (const node of nodes) t.is(await answerOf(node), `${node.name} HTTP/1.1`);

  await t.throwsAsync(requireOwnBridge("/another/lab"), {
    message: `Real nodes of another lab run on this machine (${nodesRoot()}): take them down, then try again.`,
  });

  const before = nodes.map(({ folder }) => initOf(folder));
  await upNodes({ ...t.context, images });
  t.deepEqual(
    nodes.map(({ folder }) => initOf(folder)),
    before,
    "a second start leaves running nodes alone",
  );

  await downNodes(cluster);
  t.deepEqual(await listTraces(nodesRoot()), []);
  t.is((await cluster.kubectl.run(["get", "nodes", "--output", "name"])).stdout, "node/simulated\n");
});

for (const victim of ["init", "unshare", "containerd"] as const) {
  proven(`nothing is left behind after kill -9 of a node's ${victim}${suffix}`, async (t) => {
    t.timeout(300_000);
    const [node] = await upNodes({ ...t.context, images, count: 1 });
    if (node === undefined) return t.fail("no node");
    const pid = victim === "init" ? initOf(node.folder) : pidOf(node, victim);
    process.kill(pid ?? Number.NaN, "SIGKILL");
    await sleep(500);
    if (victim !== "containerd") t.deepEqual(pidsOf(node.folder), [], "the node ends with its init");
    await downNodes(t.context.cluster);
    t.deepEqual(await listTraces(nodesRoot()), []);
  });
}

proven(`the next start restarts a node whose init was killed${suffix}`, async (t) => {
  t.timeout(300_000);
  const options = { ...t.context, images, count: 1 } as const;
  const [node] = await upNodes(options);
  const killed = initOf(node?.folder ?? "");
  process.kill(killed ?? Number.NaN, "SIGKILL");
  await upNodes(options);
  t.not(initOf(node?.folder ?? ""), undefined);
  t.not(initOf(node?.folder ?? ""), killed);
  await downNodes();
  t.deepEqual(await listTraces(nodesRoot()), []);
});

proven(`Node objects are removed even if nothing else is left of the nodes${suffix}`, async (t) => {
  const nodes = () => t.context.cluster.kubectl.run(["get", "nodes", "--output", "name"]);
  t.regex((await nodes()).stdout, /node\/node1/, "the last test took the node away without its cluster");
  await downNodes(t.context.cluster);
  t.is((await nodes()).stdout, "node/simulated\n");
});

async function clear(): Promise<void> {
  try {
    await downNodes();
  } finally {
    await stopCluster(name);
  }
}

async function whyNot(): Promise<string | undefined> {
  const capability = await canRunNodes();
  if (!capability.ok) return capability.reason;
  const lab = nodesRoot(); // before this file chooses its own state folder
  const busy = everyNode(lab).some(({ folder }) => pidsOf(folder).length > 0);
  return busy ? "the lab's real nodes are up, take them down with `make down`" : undefined;
}

/** A backend that answers with the node's name in place of a service's. */
function echoDaemonSet(): object {
  const labels = { app: "echo" };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "echo", namespace: "default" },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          hostNetwork: true,
          nodeSelector: { [realNodeLabel]: "true" },
          automountServiceAccountToken: false,
          containers: [
            {
              name: "echo",
              image: echoImage,
              imagePullPolicy: "Never",
              env: [{ name: "SERVICE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
            },
          ],
        },
      },
    },
  };
}

async function answerOf(node: RealNode): Promise<string> {
  for (let waited = 0; waited < 60_000; waited += 200) {
    try {
      const response = await fetch(`http://${node.address}:8080/`, { signal: AbortSignal.timeout(1_000) });
      const { service, protocol } = (await response.json()) as { service: string; protocol: string };
      return `${service} ${protocol}`;
    } catch {
      await sleep(200);
    }
  }
  return "no answer within 60 s";
}

function pidOf(node: RealNode, command: string): number | undefined {
  return pidsOf(node.folder).find((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").trim() === command);
}
