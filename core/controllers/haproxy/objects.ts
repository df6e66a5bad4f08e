import { rolloutTimeout } from "../../kubernetes/drain.ts";
import type { ConfigMap, DaemonSet } from "../../kubernetes/objects.ts";
import { edgeOwner } from "../../kubernetes/owner.ts";
import { daemonSet } from "../../kubernetes/workload.ts";
import type { ClassRoute } from "../../model/edge.ts";
import { names } from "../../model/names.ts";
import type { ServiceSpec } from "../../model/service.ts";
import { type ControllerObjects, controllerObjects } from "../controller-objects.ts";
import { controllerPod, gracePeriod } from "../controller-pod.ts";
import { haproxy } from "./controller.ts";
import type { EdgePodSpec } from "./pod.ts";
import { tcpServices } from "./tcp-services.ts";

/** Every object of the edge, but for Secrets and for the Services of the classes behind it. */
export interface EdgeObjects extends ControllerObjects {
  readonly tcpServices: ConfigMap;
  /** Replaced one node at a time, unless the configuration allows more. */
  readonly workload: DaemonSet;
  /** How long Pulumi waits for the workload, such as `"600s"`. */
  readonly rolloutTimeout: string;
}

/**
 * @param routes the classes behind the edge
 * @param services those that HAProxy serves itself
 */
export function edgeObjects(
  spec: EdgePodSpec,
  routes: readonly ClassRoute[],
  services: readonly ServiceSpec[],
): EdgeObjects {
  const owner = edgeOwner(spec);
  return {
    ...controllerObjects({
      owner,
      controller: haproxy,
      spec,
      className: names.edgeClass,
      isDefault: false,
      // Its pods take the node's network.
      podSecurity: "privileged",
      config: haproxy.configuration.data(spec, services),
    }),
    tcpServices: tcpServices(spec, routes),
    workload: daemonSet(owner, spec.rollout, edgePod(spec)),
    rolloutTimeout: rolloutTimeout(
      spec.rollout,
      gracePeriod({ controller: haproxy, spec }),
      spec.nodes.length,
    ),
  };
}

/** The container does not list the ports of the classes, because another class would then restart the edge. */
function edgePod(spec: EdgePodSpec) {
  return controllerPod({
    owner: edgeOwner(spec),
    controller: haproxy,
    spec,
    resources: { requests: { cpu: spec.cpu, memory: spec.memory }, limits: { memory: spec.memory } },
    hostNetwork: true,
    parts: haproxy.pod.parts(spec),
  });
}
