import { f5Profiles } from "../../core/controllers/f5/profiles.ts";
import { names } from "../../core/model/names.ts";
import { knobsOf, type PerformanceArgs, type PerformanceKnobs } from "../../core/model/performance.ts";
import { logrotateImage } from "../../lab/images/recipes.ts";
import { certificateName, labNamespace } from "../../lab/stacks/certificate.ts";
import type { Testbed } from "../../lab/testbed/testbed.ts";
import type { Variant } from "./measure.ts";
import { apply, backendServices, backends, serving } from "./scenarios.ts";

const host = "bench.example";
const high: PerformanceArgs = { profile: "high" };
const defaults: PerformanceArgs = { profile: "default" };
const httpPort = (index: number) => 8_400 + index;
const httpsPort = (index: number) => 8_500 + index;

/**
 * A plain nginx set by hand, the limit, against F5 classes on the same node and with backends alike: the profile, the
 * controller's defaults, and what lies between.
 */
export async function profiles(testbed: Testbed): Promise<readonly Variant[]> {
  const [{ name: node, address }] = testbed.nodes;
  const upstream = await backends(testbed);
  const accessLog = "/logs/access.log lines buffer=64k flush=1s";
  const servers = [{ port: 8_300, serves: { upstream }, accessLog }];
  await apply(testbed, [{ name: "bare", node, through: "hostNetwork", servers }]);
  const classes = await classesOf(testbed, {
    high,
    "controller's defaults": defaults,
    "high without keepAliveRequests": highWithout("keepAliveRequests"),
    "high without upstreamKeepAlive": highWithout("upstreamKeepAlive"),
    "high and workerCpuAffinity auto": { ...high, workerCpuAffinity: "auto" },
  });
  return [...(await serving([{ name: "plain nginx", target: `${address}:8300` }])), ...classes];
}

/** More clients than the controller's defaults have connections for. */
export function manyClients(testbed: Testbed): Promise<readonly Variant[]> {
  return classesOf(testbed, {
    high,
    "high without workerConnections": highWithout("workerConnections"),
    "high without workerOpenFiles": highWithout("workerOpenFiles"),
    "high without upstreamKeepAlive": highWithout("upstreamKeepAlive"),
    "high and upstreamKeepAlive 1024": { ...high, upstreamKeepAlive: 1_024 },
    "controller's defaults": defaults,
  });
}

/** What a reload breaks: F5 reloads on every change of an Ingress or of endpoints. */
export async function reloads(testbed: Testbed): Promise<readonly Variant[]> {
  const classes = await classesOf(testbed, {
    high,
    "high without keepAliveMinTimeout": highWithout("keepAliveMinTimeout"),
    "high without upstreamKeepAlive": highWithout("upstreamKeepAlive"),
    "controller's defaults": defaults,
  });
  return classes.map((variant, index) => ({ ...variant, disturb: reloader(testbed, index) }));
}

/** What a handshake costs that comes with every thousandth request. */
export async function tlsKeepAlive(testbed: Testbed): Promise<readonly Variant[]> {
  const classes = await classesOf(testbed, {
    high,
    "high without keepAliveRequests": highWithout("keepAliveRequests"),
    "controller's defaults": defaults,
  });
  return overTls(testbed, classes);
}

/** What a reload costs clients that would resume their TLS sessions. */
export async function tlsReloads(testbed: Testbed): Promise<readonly Variant[]> {
  const classes = await classesOf(testbed, {
    high,
    "high and sslSessionCacheSize 20m": { ...high, sslSessionCacheSize: "20m" },
    "controller's defaults": defaults,
  });
  return overTls(testbed, classes).map((variant, index) => ({
    ...variant,
    disturb: reloader(testbed, index),
  }));
}

function overTls({ nodes: [{ address }] }: Testbed, classes: readonly Variant[]): readonly Variant[] {
  return classes.map((variant, index) => ({ ...variant, target: `${address}:${httpsPort(index)}` }));
}

/**
 * A class for each set of knobs, all on the first node, each with its own backend: connections that one has closed
 * take ports to that backend for a minute.
 */
async function classesOf(
  testbed: Testbed,
  knobs: Readonly<Record<string, PerformanceArgs>>,
): Promise<readonly Variant[]> {
  const [{ name: node, address }] = testbed.nodes;
  const pods = Object.keys(knobs).map((_, index) => `backend-of-${className(index)}`);
  const services = (await backendServices(testbed, pods)).map((backend, index) => [
    className(index),
    { class: className(index), hosts: [host], tls: true, backend },
  ]);
  const classes = Object.values(knobs).map((performance, index) => [
    className(index),
    {
      nodeSelector: { "kubernetes.io/hostname": node },
      defaultCertificate: `${labNamespace}/${certificateName}`,
      expose: { http: httpPort(index), https: httpsPort(index) },
      portOffset: 1_000 * (index + 1),
      logs: { to: "file" },
      drain: { delay: "0s" },
      performance,
    },
  ]);
  await testbed.up({
    "exposure:classes": Object.fromEntries(classes),
    "exposure:services": Object.fromEntries(services),
    "exposure:logrotate": { image: logrotateImage },
  });
  return serving(
    Object.keys(knobs).map((name, index) => ({ name, target: `${address}:${httpPort(index)}`, host })),
  );
}

function className(index: number): string {
  return `bench-${index}`;
}

/** The profile's knobs but one, which is left to the controller. */
function highWithout(knob: keyof PerformanceKnobs): PerformanceArgs {
  const { [knob]: _, ...others } = knobsOf(f5Profiles, high);
  return { ...others, ...defaults };
}

/** Changes the class' ConfigMap, each time to something else: the controller reloads nginx. */
function reloader({ cluster: { kubectl } }: Testbed, index: number): () => Promise<unknown> {
  let seconds = 75;
  return () => {
    seconds = seconds === 75 ? 76 : 75;
    const patch = JSON.stringify({ data: { "keepalive-timeout": `${seconds}s` } });
    const where = ["-n", names.namespace(className(index)), "configmap", names.config];
    return kubectl.run(["patch", ...where, "--type", "merge", "-p", patch]);
  };
}
