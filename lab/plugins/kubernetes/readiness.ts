import { at, isObject, type JsonObject, number, objects, text } from "../json.ts";

/** Why an object is not ready, in words; none: it is ready. */
export type Reasons = readonly string[];

/** How long endpoints may stay away before a Service counts as one that has none, as in the official plugin. */
const SETTLE_SECONDS = 10;

export function deploymentReasons(live: JsonObject): Reasons {
  const wanted = number(at(live, "spec", "replicas"), 1);
  const count = (name: string) => number(at(live, "status", name));
  if (!seenByController(live)) return [NOT_SEEN];
  const reasons = [
    count("updatedReplicas") < wanted && `${count("updatedReplicas")} of ${wanted} Pods are of this version`,
    count("availableReplicas") < wanted && `${count("availableReplicas")} of ${wanted} Pods are available`,
    count("replicas") > count("updatedReplicas") &&
      `${count("replicas") - count("updatedReplicas")} Pods of the former version remain`,
  ].filter((reason) => reason !== false);
  return reasons.length > 0 ? [...reasons, ...failedConditions(live)] : [];
}

export function daemonSetReasons(live: JsonObject): Reasons {
  const count = (name: string) => number(at(live, "status", name));
  if (!seenByController(live)) return [NOT_SEEN];
  const wanted = count("desiredNumberScheduled");
  return [
    count("currentNumberScheduled") < wanted &&
      `${count("currentNumberScheduled")} of ${wanted} Pods are scheduled`,
    count("updatedNumberScheduled") < wanted &&
      `${count("updatedNumberScheduled")} of ${wanted} Pods are of this version`,
    count("numberAvailable") < wanted && `${count("numberAvailable")} of ${wanted} Pods are available`,
  ].filter((reason) => reason !== false);
}

/**
 * Ready with a ready endpoint and no pending one, or after ten seconds without any (the official plugin
 * waits these ten seconds always). Headless, ExternalName and selector-less Services need no endpoints.
 */
export function serviceReasons(
  live: JsonObject,
  slices: readonly JsonObject[],
  waitedSeconds: number,
): Reasons {
  const type = text(at(live, "spec", "type")) ?? "ClusterIP";
  const noAddress =
    type === "LoadBalancer" && objects(at(live, "status", "loadBalancer", "ingress")).length === 0
      ? ["no load balancer has given it an address"]
      : [];
  const selector = at(live, "spec", "selector");
  const selects = isObject(selector) && Object.keys(selector).length > 0;
  if (type === "ExternalName" || at(live, "spec", "clusterIP") === "None" || !selects) return noAddress;
  const endpoints = slices.flatMap((slice) => objects(slice.endpoints));
  const pending = endpoints.filter((endpoint) => at(endpoint, "conditions", "ready") === false).length;
  const none = endpoints.length === 0 && waitedSeconds < SETTLE_SECONDS;
  return [
    ...noAddress,
    ...(pending > 0 ? [`${pending} of its ${endpoints.length} endpoints are not ready`] : []),
    ...(none ? ["its selector matches no ready Pod"] : []),
  ];
}

/** Ready with an address in its status, once its backends have endpoints or ten seconds have passed. */
export function ingressReasons(
  live: JsonObject,
  unserved: readonly string[],
  waitedSeconds: number,
): Reasons {
  const published = objects(at(live, "status", "loadBalancer", "ingress")).length > 0;
  return [
    ...(published ? [] : ["its controller has published no address in .status.loadBalancer"]),
    ...(waitedSeconds < SETTLE_SECONDS
      ? unserved.map((name) => `no endpoints for its Service "${name}"`)
      : []),
  ];
}

/** The Services an Ingress routes to, each once. */
export function backendServices(ingress: JsonObject): readonly string[] {
  const paths = objects(at(ingress, "spec", "rules")).flatMap((rule) => objects(at(rule, "http", "paths")));
  const names = paths.flatMap((path) => text(at(path, "backend", "service", "name")) ?? []);
  return [...new Set(names)];
}

const NOT_SEEN = "its controller has not seen this version yet";

function seenByController(live: JsonObject): boolean {
  return number(at(live, "status", "observedGeneration")) >= number(at(live, "metadata", "generation"));
}

function failedConditions(live: JsonObject): Reasons {
  return objects(at(live, "status", "conditions")).flatMap(({ type, status, message }) => {
    const failed = type === "ReplicaFailure" ? status === "True" : status === "False";
    return failed ? [`${text(type)}: ${text(message)}`] : [];
  });
}
