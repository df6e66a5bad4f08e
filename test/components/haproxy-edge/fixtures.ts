import type { EdgeArgs, EdgeConfig, EdgeSpec } from "../../../components/haproxy-edge/model.ts";
import { planClasses } from "../../../components/haproxy-edge/plan-classes.ts";
import { resolveEdge } from "../../../components/haproxy-edge/resolve-edge.ts";
import type { ClassArgs } from "../../../components/model/class.ts";
import { resolveClass } from "../../../components/model/resolve-class.ts";
import { type ExposureOutputs, exposureOutputs } from "../../../components/outputs/outputs.ts";

/** An edge of two nodes. */
export function edgeOf(args: Partial<EdgeArgs> = {}): EdgeSpec {
  return resolveEdge({
    nodes: ["192.0.2.11", "192.0.2.12"],
    nodeSelector: { "example.com/edge": "haproxy" },
    ...args,
  });
}

export const trusting: ClassArgs = {
  nodeSelector: { "example.com/edge": "nginx" },
  proxyProtocol: { trustedAddresses: ["192.0.2.8/29"] },
};

/** What an exposure stack with these classes exports. */
export function exposureOf(classes: Readonly<Record<string, ClassArgs>>): ExposureOutputs {
  return exposureOutputs({
    cluster: {},
    classes: Object.entries(classes).map(([name, args]) => resolveClass(name, args)),
    services: [],
    failover: "none",
    logrotate: { image: "logrotate:1", pullPolicy: "IfNotPresent", resources: {} },
  });
}

/** `path: message` of every problem. */
export function problemsOf(
  exposure: Pick<ExposureOutputs, "classes">,
  classes: EdgeConfig["classes"] = {},
  edge: EdgeSpec = edgeOf(),
): readonly string[] {
  return planClasses({ edge, classes }, exposure).problems.map(({ path, message }) => `${path}: ${message}`);
}
