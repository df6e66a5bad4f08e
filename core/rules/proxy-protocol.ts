import { isWithin } from "../config/formats/addresses.ts";
import type { ClassSpec, ProxyProtocolArgs } from "../model/class.ts";
import type { EdgeOutputs } from "../model/outputs.ts";
import type { Problem } from "../model/problems.ts";

/** An edge in front of classes, as its stack exports it. */
export interface FrontingEdge extends Pick<EdgeOutputs, "exposure" | "nodes"> {
  /** Full name of the stack. */
  readonly stack: string;
  readonly classes: Readonly<Record<string, { readonly proxyProtocol: boolean }>>;
}

/**
 * What keeps classes from an update while an edge in front serves them: PROXY protocol has to be sent and expected, or
 * neither, and its nodes trusted. A class that is taken away is no problem: the edge's next update lets go of it.
 */
export function classSideProblems(
  classes: readonly Pick<ClassSpec, "name" | "proxyProtocol">[],
  edge: FrontingEdge,
): readonly Problem[] {
  return classes.flatMap(({ name, proxyProtocol }) => {
    const served = edge.classes[name];
    const found = served && disagreement(served.proxyProtocol, edge.nodes, proxyProtocol);
    if (found === undefined) return [];
    return [{ path: `classes.${name}.proxyProtocol`, message: classSideMessage(name, edge, found) }];
  });
}

/** What keeps an edge from serving a class as its own configuration says; the class is as its stack exports it. */
export function edgeSideProblem(
  name: string,
  sends: boolean,
  nodes: readonly string[],
  expected: ProxyProtocolArgs | undefined,
): Problem | undefined {
  const found = disagreement(sends, nodes, expected);
  return found && { path: `classes.${name}.proxyProtocol`, message: edgeSideMessage(name, nodes, found) };
}

/** Otherwise nginx answers no request, or believes every client. */
type Disagreement =
  | { readonly kind: "sent, not expected" }
  | { readonly kind: "expected, not sent" }
  | { readonly kind: "not trusted"; readonly strangers: readonly string[]; readonly trusted: string };

function disagreement(
  sends: boolean,
  nodes: readonly string[],
  expected: ProxyProtocolArgs | undefined,
): Disagreement | undefined {
  if (expected === undefined) return sends ? { kind: "sent, not expected" } : undefined;
  if (!sends) return { kind: "expected, not sent" };
  const { trustedAddresses } = expected;
  const strangers = nodes.filter((node) => !isWithin(node, trustedAddresses));
  if (strangers.length === 0) return undefined;
  return { kind: "not trusted", strangers, trusted: trustedAddresses.join(", ") };
}

function classSideMessage(name: string, { stack, nodes }: FrontingEdge, found: Disagreement): string {
  const who = `the edge (stack "${stack}")`;
  const release = `let the edge go of the class first (haproxy-edge:classes.${name} set to false, \`pulumi up\` there)`;
  switch (found.kind) {
    case "sent, not expected":
      return `${who} sends class "${name}" PROXY protocol from ${nodes.join(", ")}, which the class would not expect: set trustedAddresses to [${hostRanges(nodes)}], or ${release}`;
    case "expected, not sent":
      return `${who} sends class "${name}" no PROXY protocol, which the class would expect: leave this out, or ${release}`;
    case "not trusted": {
      const { strangers, trusted } = found;
      return `${who} sends class "${name}" PROXY protocol from ${strangers.join(", ")}, where the class would trust ${trusted} alone: add ${hostRanges(strangers)} to trustedAddresses, or ${release}`;
    }
  }
}

function edgeSideMessage(name: string, nodes: readonly string[], found: Disagreement): string {
  const setting = `classes.${name}.proxyProtocol.trustedAddresses`;
  switch (found.kind) {
    case "sent, not expected":
      return `the edge sends PROXY protocol and class "${name}" does not expect it: set ${setting} to [${hostRanges(nodes)}] in the exposure stack, or this to false, or classes.${name} to false to leave the class to others`;
    case "expected, not sent":
      return `class "${name}" expects PROXY protocol and the edge is told not to send it: leave this out, or take proxyProtocol from the class in the exposure stack`;
    case "not trusted": {
      const { strangers, trusted } = found;
      const whom = `the edge's ${strangers.length === 1 ? "node" : "nodes"} ${strangers.join(", ")}`;
      return `class "${name}" trusts ${trusted} and not ${whom}: add ${hostRanges(strangers)} to ${setting} in the exposure stack`;
    }
  }
}

/** Addresses as CIDRs of one address each, as a list in YAML has them. */
function hostRanges(addresses: readonly string[]): string {
  return addresses.map((address) => `${address}/32`).join(", ");
}
