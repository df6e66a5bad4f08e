import { hint } from "../config/suggest.ts";
import { edgePorts } from "../controllers/haproxy/ports.ts";
import type { ClassRoute, EdgeClassArgs, EdgeConfig, EdgeSpec } from "../model/edge.ts";
import type { ClassOutput, ExposureOutputs, FrontingOutput } from "../model/outputs.ts";
import { ownValue } from "../model/own-value.ts";
import type { Problem } from "../model/problems.ts";
import { canMeet } from "./node-selectors.ts";
import { edgeSideProblem } from "./proxy-protocol.ts";

/** The classes that an edge serves, and what keeps it from serving them. */
export interface ClassPlan {
  readonly routes: readonly ClassRoute[];
  readonly problems: readonly Problem[];
}

/**
 * The classes of an exposure stack as this edge serves them: all of them, each on the class's own ports and with PROXY
 * protocol, unless the edge's configuration says otherwise.
 */
export function planClasses(
  { edge, classes }: Pick<EdgeConfig, "edge" | "classes">,
  exposure: Pick<ExposureOutputs, "classes">,
): ClassPlan {
  const served = Object.values(exposure.classes)
    .toSorted((a, b) => (a.className < b.className ? -1 : 1))
    .flatMap((found) => {
      const args = ownValue(classes, found.className) ?? {};
      return args === false ? [] : [{ found, args, at: `classes.${found.className}` }];
    });
  const known = served.flatMap(({ found, args, at }) =>
    found.fronting === undefined ? [] : [{ found, args, at, fronting: found.fronting }],
  );
  const routes = known.map(({ found, args, fronting }) => routeOf(found, args, fronting));
  return {
    routes,
    problems: [
      ...unknownClasses(classes, exposure),
      ...served.filter(({ found }) => found.fronting === undefined).map(({ at }) => outdated(at)),
      ...known.flatMap(
        ({ found, args, fronting }) =>
          edgeSideProblem(found.className, args.proxyProtocol ?? true, edge.nodes, fronting.proxyProtocol) ??
          [],
      ),
      ...portProblems(edge, routes),
      ...known.flatMap(({ found, fronting }) => meetingProblems(edge, routes, found, fronting)),
    ],
  };
}

type Served = Exclude<EdgeClassArgs, false>;

function routeOf(found: ClassOutput, args: Served, { podSelector, readiness }: FrontingOutput): ClassRoute {
  return {
    className: found.className,
    namespace: found.namespace,
    http: args.http ?? found.ports.http,
    https: args.https ?? found.ports.https,
    proxyProtocol: args.proxyProtocol ?? true,
    podSelector,
    readiness,
  };
}

function unknownClasses(
  classes: EdgeConfig["classes"],
  exposure: Pick<ExposureOutputs, "classes">,
): readonly Problem[] {
  const known = Object.keys(exposure.classes);
  return Object.keys(classes)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: `classes.${name}`,
      code: "unknown-class",
      message: `expected a class of the exposure stack, got "${name}"${hint(name, known)}`,
    }));
}

function outdated(at: string): Problem {
  return {
    path: at,
    code: "outdated-outputs",
    message:
      "the exposure stack's outputs do not say how an edge reaches this class: run `pulumi up` on that stack with this version of exposure",
  };
}

/** Ports of the edge that two purposes claim, or that do not exist. */
function portProblems(edge: EdgeSpec, routes: readonly ClassRoute[]): readonly Problem[] {
  const owners = new Map<number, string>();
  const ofEdge = edgePorts(edge).flatMap(({ port, purpose }) =>
    claim(owners, port, purpose, "edge", "change edge.expose or edge.portOffset"),
  );
  const classPorts = routes.flatMap(({ className, http, https }) =>
    Object.entries({ http, https }).flatMap(([field, port]) =>
      claim(
        owners,
        port,
        `${field.toUpperCase()} of class ${className}`,
        `classes.${className}.${field}`,
        "set another port",
      ),
    ),
  );
  return [...ofEdge, ...classPorts];
}

function claim(
  owners: Map<number, string>,
  port: number,
  purpose: string,
  path: string,
  wayOut: string,
): readonly Problem[] {
  const owner = owners.get(port);
  if (owner === undefined) owners.set(port, purpose);
  if (port > 65_535) {
    const message = `${purpose} would listen on port ${port}, above 65535: ${wayOut}`;
    return [{ path, code: "port-out-of-range", message }];
  }
  if (owner === undefined) return [];
  const message = `port ${port} of the edge is already taken by ${owner}, so ${purpose} cannot use it: ${wayOut}`;
  return [{ path, code: "port-taken-twice", message }];
}

/** Ports that edge and class would both use on one node. */
function meetingProblems(
  edge: EdgeSpec,
  routes: readonly ClassRoute[],
  found: ClassOutput,
  { nodePorts }: FrontingOutput,
): readonly Problem[] {
  if (found.exposedAs !== "nodePort" && !canMeet(edge, found)) return [];
  const taken = new Map([
    ...edgePorts(edge).map(({ port, purpose }) => [port, purpose] as const),
    ...routes.flatMap(({ className, http, https }) => [
      [http, `HTTP of class ${className}`] as const,
      [https, `HTTPS of class ${className}`] as const,
    ]),
  ]);
  const shared = nodePorts.filter(({ port }) => taken.has(port));
  if (shared.length === 0) return [];
  const ports = shared.map(
    ({ port, purpose }) => `port ${port} (${purpose} of the class, ${taken.get(port)} on the edge)`,
  );
  return [
    {
      path: "edge.nodeSelector",
      code: "port-taken-twice",
      message: `a node can match the node selectors of both the edge (${labels(edge.nodeSelector)}) and class "${found.className}" (${labels(found.nodeSelector)}), and both use ${ports.join(", ")}: make the node selectors exclude each other, or change the ports`,
    },
  ];
}

function labels(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}
