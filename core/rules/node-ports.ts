import type { LocatedClass } from "../config/located.ts";
import { internalPorts } from "../controllers/ports.ts";
import { classControllers } from "../controllers/registry.ts";
import type { ClassSpec } from "../model/class.ts";
import type { NodePort } from "../model/outputs.ts";
import type { Problem } from "../model/problems.ts";
import { canMeet } from "./node-selectors.ts";
import { pairs } from "./pairs.ts";

type PortFacts = Pick<ClassSpec, "controller" | "expose" | "metrics" | "portOffset">;

/** The ports that a class uses on each of its nodes; with `nodePort` on every node of the cluster. */
export function nodePorts(spec: PortFacts): readonly NodePort[] {
  const { as, http, https } = spec.expose;
  const served = [
    { port: http, purpose: "HTTP" },
    { port: https, purpose: "HTTPS" },
  ];
  switch (as) {
    case "hostNetwork":
      return [...served, ...internalPortsOf(spec)];
    case "hostPort":
    case "nodePort":
      return served;
    case "loadBalancer":
    case "clusterIP":
      return [];
  }
}

/** Every port beside HTTP and HTTPS that a class's controller listens on. */
function internalPortsOf(spec: PortFacts): readonly NodePort[] {
  return Object.values(internalPorts(classControllers[spec.controller].facts, spec));
}

/** Ports that a class cannot use, or uses twice. */
export function ownPortProblems({ spec, at }: LocatedClass): readonly Problem[] {
  const { as, http, https } = spec.expose;
  const problems: Problem[] = [];
  if (http === https) {
    problems.push({
      path: at("expose"),
      code: "port-taken-twice",
      message: `HTTP and HTTPS cannot share port ${http}: change one of them`,
    });
  }
  if (as === "nodePort") {
    for (const [field, port] of Object.entries({ http, https })) {
      if (port >= 30_000 && port <= 32_767) continue;
      problems.push({
        path: at(`expose.${field}`),
        code: "node-port-out-of-range",
        message: `expected a node port from 30000 to 32767, got ${port}`,
      });
    }
  }
  const internal = internalPortsOf(spec);
  for (const { port, purpose } of internal.filter(({ port }) => port > 65_535)) {
    problems.push({
      path: at("portOffset"),
      code: "port-out-of-range",
      message: `moves ${purpose} to port ${port}, above 65535: use a smaller offset`,
    });
  }
  if (as !== "hostNetwork") return problems;
  for (const { port, purpose } of internal.filter(({ port }) => port === http || port === https)) {
    const served = port === http ? "HTTP" : "HTTPS";
    problems.push({
      path: at(`expose.${served.toLowerCase()}`),
      code: "port-taken-twice",
      message: `the controller already listens on port ${port} for ${purpose}: serve ${served} on another port, or move the controller's own ports with portOffset`,
    });
  }
  return problems;
}

/** Classes that use the same port of a node: the pods of the second to start would never become ready. */
export function portClashes(classes: readonly LocatedClass[]): readonly Problem[] {
  return pairs(classes).flatMap(([a, b]) => {
    if (!mayShareNode(a.spec, b.spec)) return [];
    const ports = sharedPorts(
      { name: a.spec.name, ports: nodePorts(a.spec) },
      { name: b.spec.name, ports: nodePorts(b.spec) },
    );
    if (ports.length === 0) return [];
    return [
      {
        path: b.at(),
        code: "port-taken-twice",
        message: `${meeting(a.spec, b.spec)} both use ${ports.join(", ")}: ${waysOut(a.spec, b.spec)}`,
      },
    ];
  });
}

/** A class, and the ports it takes on its nodes. */
export interface PortHolder {
  /** Name of the class. */
  readonly name: string;
  readonly ports: readonly NodePort[];
}

/** The ports that both classes take, in words. */
export function sharedPorts(a: PortHolder, b: PortHolder): readonly string[] {
  return b.ports.flatMap(({ port, purpose }) => {
    const other = a.ports.find((candidate) => candidate.port === port)?.purpose;
    if (other === undefined) return [];
    const purposes = other === purpose ? other : `${other} of "${a.name}", ${purpose} of "${b.name}"`;
    return [`port ${port} (${purposes})`];
  });
}

function mayShareNode(a: ClassSpec, b: ClassSpec): boolean {
  return onEveryNode(a) || onEveryNode(b) || canMeet(a, b);
}

function onEveryNode({ expose }: ClassSpec): boolean {
  return expose.as === "nodePort";
}

function meeting(a: ClassSpec, b: ClassSpec): string {
  return onEveryNode(a) || onEveryNode(b)
    ? `a node port is open on every node, and classes "${a.name}" and "${b.name}"`
    : `classes "${a.name}" and "${b.name}" can run on the same node, and`;
}

function waysOut(a: ClassSpec, b: ClassSpec): string {
  const ports = "change the ports of one (expose.http, expose.https; portOffset for the rest)";
  return onEveryNode(a) || onEveryNode(b)
    ? ports
    : `make their node selectors exclude each other, or ${ports}`;
}
