import { edgeOutputsVersion } from "../model/outputs.ts";
import type { FrontingEdge } from "../rules/proxy-protocol.ts";

/** An edge to agree with, or why the outputs tell of none. */
export type ParsedEdge = { readonly edge: FrontingEdge } | { readonly doubt: string };

/**
 * What an edge stack exports of how it serves classes.
 * @param stack full name
 * @param outputs undefined where there is no such stack
 */
export function parseEdgeOutputs(
  stack: string,
  outputs: Readonly<Record<string, unknown>> | undefined,
): ParsedEdge {
  if (outputs === undefined) return { doubt: `there is no stack "${stack}"` };
  const { version, exposure, nodes, classes } = outputs;
  if (version === undefined) return { doubt: `stack "${stack}" exports nothing of an edge` };
  if (version !== edgeOutputsVersion) {
    return {
      doubt: `stack "${stack}" exports outputs of an edge in version ${JSON.stringify(version)}, this copy of exposure knows ${edgeOutputsVersion}`,
    };
  }
  if (
    typeof exposure !== "string" ||
    !Array.isArray(nodes) ||
    typeof classes !== "object" ||
    classes === null
  ) {
    return { doubt: `stack "${stack}" does not say from which addresses it serves which classes of whom` };
  }
  return { edge: { stack, exposure, nodes, classes: classes as FrontingEdge["classes"] } };
}
