import type { Problem } from "../core/model/problems.ts";
import type { StackConfig } from "../core/model/stack.ts";
import { messageOf } from "../core/model/user-error.ts";
import { type ParsedEdge, parseEdgeOutputs } from "../core/outputs/parse-edge-outputs.ts";
import { classSideProblems } from "../core/rules/proxy-protocol.ts";
import { type ReadOutputs, readStackOutputs } from "./stack-outputs.ts";

/** The classes compared with what a stack exports: the edge in front of them, or this one before the update. */
export interface ClassCheck {
  /** Classes that do not agree with it. */
  readonly problems: readonly Problem[];
  /** Why nothing could be checked. */
  readonly warnings: readonly string[];
}

/** The name of an exposure stack, in parts. */
export interface StackIdentity {
  /** Organization of the stack. */
  readonly organization: string;
  /** Project of the stack. */
  readonly project: string;
  /** Name of the stack. */
  readonly stack: string;
}

/**
 * Compares an exposure stack's classes with the edge in front of them, as it was last updated. An edge that cannot be
 * read stops nothing, since an emergency switch may be under way. Without `exposure:edge`, an edge that is missing, gone
 * or in front of another stack does not count.
 */
export async function checkEdge(
  { classes, edge: named }: Pick<StackConfig, "classes" | "edge">,
  identity: StackIdentity,
  read: ReadOutputs = readStackOutputs,
): Promise<ClassCheck> {
  const { organization, project, stack } = identity;
  const name = named ?? `${organization}/haproxy-edge/${stack}`;
  const found = await findEdge(name, `${organization}/${project}/${stack}`, named !== undefined, read);
  if (found === undefined) return { problems: [], warnings: [] };
  if ("edge" in found) return { problems: classSideProblems(classes, found.edge), warnings: [] };
  return {
    problems: [],
    warnings: [`${found.doubt}: no class was held against the edge's PROXY protocol`],
  };
}

async function findEdge(
  stack: string,
  exposure: string,
  named: boolean,
  read: ReadOutputs,
): Promise<ParsedEdge | undefined> {
  try {
    const outputs = await read(stack);
    if (Object.keys(outputs ?? {}).length === 0 && !named) return undefined;
    const found = parseEdgeOutputs(stack, outputs);
    if ("doubt" in found || found.edge.exposure === exposure) return found;
    return named ? { doubt: `stack "${stack}" is in front of "${found.edge.exposure}"` } : undefined;
  } catch (error) {
    const reason = messageOf(error);
    return { doubt: `the outputs of stack "${stack}" cannot be read (${reason})` };
  }
}
