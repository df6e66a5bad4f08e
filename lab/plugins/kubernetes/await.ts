import { setTimeout as sleep } from "node:timers/promises";
import { at, type JsonObject, text } from "../json.ts";
import { type Cluster, type ObjectRef, refOf } from "./cluster.ts";
import {
  backendServices,
  daemonSetReasons,
  deploymentReasons,
  ingressReasons,
  type Reasons,
  serviceReasons,
} from "./readiness.ts";

export interface Waiting {
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** Told what is still missing, each time that changes. */
  readonly progress: (message: string) => void;
}

const FIRST_POLL_MS = 50;
const SLOWEST_POLL_MS = 1000;

/** Waits until the object is ready; with the reasons where it was not within the time. */
export async function awaitReady(
  cluster: Cluster,
  created: JsonObject,
  { seconds, signal, progress }: Waiting,
): Promise<{ readonly live: JsonObject; readonly reasons: Reasons }> {
  const start = performance.now();
  const ref = refOf(created);
  let live = created;
  let told = "";
  for (let pause = FIRST_POLL_MS; ; pause = Math.min(pause * 1.5, SLOWEST_POLL_MS)) {
    const waited = (performance.now() - start) / 1000;
    const reasons = await readinessReasons(cluster, live, waited);
    if (reasons.length === 0 || waited >= seconds || signal.aborted) return { live, reasons };
    const message = reasons.join("; ");
    if (message !== told) progress(message);
    told = message;
    await pauseFor(Math.min(pause, (seconds - waited) * 1000), signal);
    const found = await cluster.get(ref);
    if (!found) return { live, reasons: ["it was deleted meanwhile"] };
    live = found;
  }
}

/** Why the object is not ready at this moment. Kinds without a notion of readiness always are. */
export async function readinessReasons(
  cluster: Cluster,
  live: JsonObject,
  waitedSeconds: number,
): Promise<Reasons> {
  switch (`${live.apiVersion}/${live.kind}`) {
    case "apps/v1/Deployment":
      return deploymentReasons(live);
    case "apps/v1/DaemonSet":
      return daemonSetReasons(live);
    case "v1/Service":
      return serviceReasons(live, await slicesOf(cluster, live, refOf(live).name), waitedSeconds);
    case "networking.k8s.io/v1/Ingress":
      return ingressReasons(live, await unservedBackends(cluster, live), waitedSeconds);
    default:
      return [];
  }
}

/** Waits until the object is gone, or another has taken its name; with what is left of it where it was not. */
export async function awaitGone(
  cluster: Cluster,
  ref: ObjectRef,
  { seconds, signal, progress }: Waiting,
): Promise<JsonObject | undefined> {
  const start = performance.now();
  let first: JsonObject | undefined;
  for (let pause = FIRST_POLL_MS; ; pause = Math.min(pause * 1.5, SLOWEST_POLL_MS)) {
    const live = await cluster.get(ref);
    if (!live || at(live, "metadata", "uid") !== at(first ?? live, "metadata", "uid")) return undefined;
    const waited = (performance.now() - start) / 1000;
    if (waited >= seconds || signal.aborted) return live;
    if (!first) progress("waiting until it is gone");
    first = live;
    await pauseFor(Math.min(pause, (seconds - waited) * 1000), signal);
  }
}

function slicesOf(cluster: Cluster, live: JsonObject, service: string): Promise<readonly JsonObject[]> {
  const kind = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", namespace: refOf(live).namespace };
  return cluster.list(kind, `kubernetes.io/service-name=${service}`);
}

async function unservedBackends(cluster: Cluster, ingress: JsonObject): Promise<readonly string[]> {
  const checked = await Promise.all(
    backendServices(ingress).map(async (name) => {
      const service = await cluster.get({ ...refOf(ingress), apiVersion: "v1", kind: "Service", name });
      if (text(at(service, "spec", "type")) === "ExternalName") return [];
      return (await slicesOf(cluster, ingress, name)).length > 0 ? [] : [name];
    }),
  );
  return checked.flat();
}

async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {}); // an interrupt ends the pause, the caller looks
}
