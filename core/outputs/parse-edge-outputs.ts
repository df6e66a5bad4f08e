import { isIP } from "node:net";
import { show } from "../config/formats/expected.ts";
import { edgeOutputsVersion } from "../model/outputs.ts";
import type { FrontingEdge } from "../rules/proxy-protocol.ts";
import { misfit, type Shape } from "./shape.ts";

const edgeShape: Shape = {
  fields: {
    nodes: { list: (node) => (isIP(node) === 0 ? "no address" : undefined) },
    classes: { each: { fields: { proxyProtocol: "boolean" } } },
  },
};

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
      doubt: `stack "${stack}" exports outputs of an edge in version ${show(version)}, this copy of exposure knows ${edgeOutputsVersion}`,
    };
  }
  if (typeof exposure !== "string" || misfit(outputs, edgeShape, "") !== undefined) {
    return { doubt: `stack "${stack}" does not say from which addresses it serves which classes of whom` };
  }
  const fitting = { nodes, classes } as Pick<FrontingEdge, "nodes" | "classes">;
  return { edge: { stack, exposure, ...fitting } };
}
