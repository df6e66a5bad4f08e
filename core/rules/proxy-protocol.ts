import { isWithin } from "../config/formats/addresses.ts";
import type { ClassSpec, ProxyProtocolArgs } from "../model/class.ts";
import type { EdgeOutputs } from "../model/outputs.ts";
import { ownValue } from "../model/own-value.ts";
import type { Problem } from "../model/problems.ts";

/** An edge in front of classes, as its stack exports it. */
export interface FrontingEdge extends Pick<EdgeOutputs, "exposure" | "nodes"> {
  /** Full name of the stack. */
  readonly stack: string;
  readonly classes: Readonly<Record<string, { readonly proxyProtocol: boolean }>>;
}

/**
 * What keeps classes from an update while an edge serves them: either the edge sends PROXY protocol and the class
 * expects it from all of the edge's nodes, or neither. A class that is removed is no problem: the edge's next update
 * drops it.
 */
export function classSideProblems(
  classes: readonly Pick<ClassSpec, "name" | "proxyProtocol">[],
  edge: FrontingEdge,
): readonly Problem[] {
  return classes.flatMap(({ name, proxyProtocol }) => {
    const served = ownValue(edge.classes, name);
    const mismatch = served && disagreement(served.proxyProtocol, edge.nodes, proxyProtocol);
    if (mismatch === undefined) return [];
    return [problemOf(name, mismatch, classSideMessage(name, edge, mismatch))];
  });
}

/** What keeps an edge from serving a class as the edge's configuration says; the class is as its stack exports it. */
export function edgeSideProblem(
  name: string,
  sends: boolean,
  nodes: readonly string[],
  expected: ProxyProtocolArgs | undefined,
): Problem | undefined {
  const mismatch = disagreement(sends, nodes, expected);
  return mismatch && problemOf(name, mismatch, edgeSideMessage(name, nodes, mismatch));
}

function problemOf(className: string, { code }: Disagreement, message: string): Problem {
  return { path: `classes.${className}.proxyProtocol`, code, message };
}

/** With any of these nginx would answer no request, or not learn the client's address. */
type Disagreement =
  | { readonly code: "proxy-protocol-not-expected" }
  | { readonly code: "proxy-protocol-not-sent" }
  | { readonly code: "edge-not-trusted"; readonly untrusted: readonly string[]; readonly trusted: string };

function disagreement(
  sends: boolean,
  nodes: readonly string[],
  expected: ProxyProtocolArgs | undefined,
): Disagreement | undefined {
  if (expected === undefined) return sends ? { code: "proxy-protocol-not-expected" } : undefined;
  if (!sends) return { code: "proxy-protocol-not-sent" };
  const { trustedAddresses } = expected;
  const untrusted = nodes.filter((node) => !isWithin(node, trustedAddresses));
  if (untrusted.length === 0) return undefined;
  return { code: "edge-not-trusted", untrusted, trusted: trustedAddresses.join(", ") };
}

function classSideMessage(name: string, { stack, nodes }: FrontingEdge, mismatch: Disagreement): string {
  const edge = `the edge (stack "${stack}")`;
  const release = `first stop the edge from serving the class (set haproxy-edge:classes.${name} to false and run \`pulumi up\` there)`;
  switch (mismatch.code) {
    case "proxy-protocol-not-expected":
      return `${edge} sends class "${name}" PROXY protocol from ${nodes.join(", ")}, but the class would not expect it: set trustedAddresses to [${hostRanges(nodes)}], or ${release}`;
    case "proxy-protocol-not-sent":
      return `${edge} sends class "${name}" no PROXY protocol, but the class would expect it: leave proxyProtocol out, or ${release}`;
    case "edge-not-trusted": {
      const { untrusted, trusted } = mismatch;
      return `${edge} sends class "${name}" PROXY protocol from ${untrusted.join(", ")}, but the class would trust only ${trusted}: add ${hostRanges(untrusted)} to trustedAddresses, or ${release}`;
    }
  }
}

function edgeSideMessage(name: string, nodes: readonly string[], mismatch: Disagreement): string {
  const setting = `classes.${name}.proxyProtocol.trustedAddresses`;
  switch (mismatch.code) {
    case "proxy-protocol-not-expected":
      return `the edge sends PROXY protocol, but class "${name}" does not expect it: set ${setting} to [${hostRanges(nodes)}] in the exposure stack, or set this to false, or set classes.${name} to false so that the edge does not serve the class`;
    case "proxy-protocol-not-sent":
      return `class "${name}" expects PROXY protocol, but the edge is configured not to send it: leave this out, or remove proxyProtocol from the class in the exposure stack`;
    case "edge-not-trusted": {
      const { untrusted, trusted } = mismatch;
      const whom = `the edge's ${untrusted.length === 1 ? "node" : "nodes"} ${untrusted.join(", ")}`;
      return `class "${name}" trusts ${trusted} but not ${whom}: add ${hostRanges(untrusted)} to ${setting} in the exposure stack`;
    }
  }
}

/** Addresses as CIDRs of one address each, for a list in YAML. */
function hostRanges(addresses: readonly string[]): string {
  return addresses.map((address) => `${address}/32`).join(", ");
}
