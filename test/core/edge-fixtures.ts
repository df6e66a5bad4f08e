import type { ProjectFiles } from "../../core/config/project-files.ts";
import type { RawConfig } from "../../core/config/raw-config.ts";
import { haproxyFacts } from "../../core/controllers/haproxy/facts.ts";
import type { ClassArgs } from "../../core/model/class.ts";
import type { EdgeArgs, EdgeConfig, EdgeSpec } from "../../core/model/edge.ts";
import type { ExposureOutputs } from "../../core/model/outputs.ts";
import { ConfigError, type Problem } from "../../core/model/problems.ts";
import { resolveEdge } from "../../core/model/resolve-edge.ts";
import { exposureOutputs } from "../../core/outputs/exposure-outputs.ts";
import { planClasses } from "../../core/rules/edge-routes.ts";
import { parseEdgeConfig } from "../../core/stack/edge-stack.ts";
import { told } from "../told-problems.ts";
import { memoryFiles } from "./memory-files.ts";
import { resolveClass } from "./resolve-class.ts";

/** An edge of two nodes. */
export function edgeOf(args: Partial<EdgeArgs> = {}): EdgeSpec {
  const nodes = ["192.0.2.11", "192.0.2.12"];
  const nodeSelector = { "example.com/edge": "haproxy" };
  return resolveEdge({ nodes, nodeSelector, ...args }, { facts: haproxyFacts });
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

/** Treats every value of the stack file as encrypted. */
export const encrypted = (key: string): boolean => key === "haproxy-edge:vrrpSecret";

/** Every problem of an edge stack's configuration; none if it is accepted. */
export function refusalsOf(
  raw: RawConfig,
  files: ProjectFiles = memoryFiles({}),
  isEncrypted: (key: string) => boolean = encrypted,
): readonly Problem[] {
  try {
    parseEdgeConfig(raw, files, isEncrypted);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

/** `path: code` of every problem between edge and exposure stack. */
export function problemsOf(
  exposure: Pick<ExposureOutputs, "classes">,
  classes: EdgeConfig["classes"] = {},
  edge: EdgeSpec = edgeOf(),
): readonly string[] {
  return told(planClasses({ edge, classes }, exposure).problems);
}
