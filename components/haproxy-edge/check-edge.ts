import type { Problem } from "../model/problems.ts";
import type { StackConfig } from "../model/stack.ts";
import { type ReadOutputs, readStackOutputs } from "../outputs/stack-exists.ts";
import { agreementProblems, type EdgeFound, edgeSide } from "./agreement.ts";

/** What came of holding classes against the edge in front of them. */
export interface EdgeCheck {
  readonly problems: readonly Problem[];
  /** Why nothing could be checked. */
  readonly warnings: readonly string[];
}

/**
 * Holds an exposure stack's classes against the edge in front of them as it was last updated. An edge that can
 * not be read stops nothing, since an emergency switch may be under way; one that nobody has named and that is
 * not there, or not any more, is no matter.
 * @param usual full name of the edge's stack where the configuration names none
 */
export async function checkEdge(
  { classes, edge: named }: Pick<StackConfig, "classes" | "edge">,
  usual: string,
  read: ReadOutputs = readStackOutputs,
): Promise<EdgeCheck> {
  const found = await findEdge(named ?? usual, named !== undefined, read);
  if (found === undefined) return { problems: [], warnings: [] };
  if ("edge" in found) return { problems: agreementProblems(classes, found.edge), warnings: [] };
  return {
    problems: [],
    warnings: [`${found.doubt}: no class was held against the edge's PROXY protocol`],
  };
}

async function findEdge(stack: string, named: boolean, read: ReadOutputs): Promise<EdgeFound | undefined> {
  try {
    const outputs = await read(stack);
    const nothing = Object.keys(outputs ?? {}).length === 0;
    return nothing && !named ? undefined : edgeSide(stack, outputs);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { doubt: `the outputs of stack "${stack}" can not be read (${reason})` };
  }
}
