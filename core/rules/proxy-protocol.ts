import { isWithin } from "../config/formats/addresses.ts";
import type { ClassSpec } from "../model/class.ts";
import { edgeOutputsVersion } from "../model/outputs.ts";
import type { Problem } from "../model/problems.ts";

/** What the outputs of an edge stack say of how it serves classes. */
export interface EdgeSide {
  /** Full name of the stack. */
  readonly stack: string;
  /** Full name of the exposure stack whose classes they are. */
  readonly exposure: string;
  /** Addresses it speaks to the classes from. */
  readonly nodes: readonly string[];
  readonly classes: Readonly<Record<string, { readonly proxyProtocol: boolean }>>;
}

/** An edge to agree with, or why none could be told from the outputs. */
export type EdgeFound = { readonly edge: EdgeSide } | { readonly doubt: string };

/** Reads an edge stack's outputs; undefined stands for a stack that is not there. */
export function edgeSide(stack: string, outputs: Readonly<Record<string, unknown>> | undefined): EdgeFound {
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
  return { edge: { stack, exposure, nodes, classes: classes as EdgeSide["classes"] } };
}

/**
 * What classes can not be while an edge in front serves them as it does: PROXY protocol has to be sent and
 * expected, or neither, and its nodes trusted. A class that goes is no matter here: the edge's next update
 * lets go of it.
 */
export function agreementProblems(
  classes: readonly Pick<ClassSpec, "name" | "proxyProtocol">[],
  edge: EdgeSide,
): readonly Problem[] {
  return classes.flatMap(({ name, proxyProtocol }) => {
    const served = edge.classes[name];
    if (served === undefined) return [];
    const message = disagreement(name, served.proxyProtocol, proxyProtocol?.trustedAddresses, edge);
    return message === undefined ? [] : [{ path: `classes.${name}.proxyProtocol`, message }];
  });
}

function disagreement(
  name: string,
  sends: boolean,
  trusted: readonly string[] | undefined,
  { stack, nodes }: EdgeSide,
): string | undefined {
  const who = `the edge (stack "${stack}")`;
  const release = `let the edge go of the class first (haproxy-edge:classes.${name} set to false, \`pulumi up\` there)`;
  if (!sends) {
    return trusted === undefined
      ? undefined
      : `${who} sends class "${name}" no PROXY protocol, which the class would expect: leave this out, or ${release}`;
  }
  if (trusted === undefined) {
    return `${who} sends class "${name}" PROXY protocol from ${nodes.join(", ")}, which the class would not expect: set trustedAddresses to [${hostRanges(nodes)}], or ${release}`;
  }
  const strangers = nodes.filter((node) => !isWithin(node, trusted));
  return strangers.length === 0
    ? undefined
    : `${who} sends class "${name}" PROXY protocol from ${strangers.join(", ")}, where the class would trust ${trusted.join(", ")} alone: add ${hostRanges(strangers)} to trustedAddresses, or ${release}`;
}

/** Addresses as CIDRs of one address each, as a list in YAML has them. */
export function hostRanges(addresses: readonly string[]): string {
  return addresses.map((address) => `${address}/32`).join(", ");
}
