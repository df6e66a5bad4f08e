import type { ActiveBackend, Side } from "../model/failover.ts";
import { listed } from "../model/listed.ts";
import { type Backend, hasTls, type ServiceSpec } from "../model/service.ts";
import type { StackConfig } from "../model/stack.ts";
import type { BackendState } from "./backend-state.ts";
import { planFailover } from "./plan.ts";

/** What a backend speaks by its port. */
type Speech = "TLS" | "plain text";

/** What Services usually call their ports, and `appProtocol` as Kubernetes knows it. */
const usual: ReadonlyMap<string | number | undefined, Speech> = new Map<string | number, Speech>([
  ...[80, 8080, "http", "http-web", "web", "h2c", "ws", "kubernetes.io/h2c", "kubernetes.io/ws"].map(
    (port) => [port, "plain text"] as const,
  ),
  ...[443, 8443, "https", "tls", "grpcs", "wss", "kubernetes.io/wss"].map((port) => [port, "TLS"] as const),
]);

/**
 * What a backend speaks, as far as its port says so: by its `appProtocol`, its name or its number, in this order.
 * @param state the Service as the cluster has it @default its port is known by the configuration alone
 */
function speechOf({ port }: Backend, state?: Pick<BackendState, "ports">): Speech | undefined {
  const found = state?.ports.find(({ name, port: number }) => name === port || number === port);
  return [found?.appProtocol, port, found?.name, found?.port]
    .map((word) => usual.get(word))
    .find((speech) => speech !== undefined);
}

/**
 * Why a backend would not understand a service's protocol: the port says that it speaks otherwise, and that of the
 * service's other backend does not. Both backends are spoken to alike, unless the emergency backend has its own protocol.
 */
export function speechProblem(
  { protocol: common, standby }: Pick<ServiceSpec, "protocol" | "standby">,
  side: Side,
  [target, other]: readonly [Backend, Backend],
  states: readonly (BackendState | undefined)[] = [],
): string | undefined {
  const own = standby?.protocol;
  // What serves by a protocol of its own is not judged by the other.
  if (own !== undefined && side === "primary") return undefined;
  const protocol = own ?? common;
  const wanted = hasTls(protocol) ? "TLS" : "plain text";
  const [targetState, otherState] = states;
  const speech = speechOf(target, targetState);
  if (speech === undefined || speech === wanted) return undefined;
  const says = `speaks ${speech} by its port ${target.port}, where the controller speaks ${wanted}`;
  if (own !== undefined) return `${says} to it (emergency.protocol: ${own})`;
  return speechOf(other, otherState) === speech
    ? undefined
    : `${says} to both backends (protocol: ${protocol})`;
}

/** What is allowed of emergency backends but should be known, one sentence each. */
export function standbyWarnings({
  services,
  failover,
}: Pick<StackConfig, "services" | "failover">): readonly string[] {
  return [...speechWarnings(services), ...sharedWarnings(planFailover(failover, services))];
}

/** Standbys that would not understand what they are asked, one sentence each. */
export function speechWarnings(services: readonly ServiceSpec[]): readonly string[] {
  return services.flatMap((service) => {
    const { name, backend, emergency } = service;
    const problem = emergency && speechProblem(service, "emergency", [emergency, backend]);
    if (problem === undefined) return [];
    return [
      `the emergency backend of service "${name}" ${problem}: name a port that speaks it, or set emergency.protocol to what the standby speaks, or a switch would answer 502`,
    ];
  });
}

const longestList = 10;

/**
 * What standbys that take requests have in common with their primaries, whether it fits them or not: one sentence for
 * each setting.
 */
export function sharedWarnings(active: readonly ActiveBackend[]): readonly string[] {
  const switched = active.filter(({ switch: { mode } }) => mode !== "off").map(({ service }) => service);
  const sharing = (has: (service: ServiceSpec) => boolean, effect: string) => {
    const names = switched.filter(has).map(({ name }) => name);
    return names.length === 0 ? [] : [`${listed(names, longestList)}: ${effect}`];
  };
  return [
    ...sharing(
      ({ rewrite, standby }) => rewrite !== undefined && standby?.rewrite === undefined,
      "the emergency backend gets the rewritten path too; emergency.rewrite gives it its own",
    ),
    ...sharing(
      ({ upstreamHost, standby }) => upstreamHost !== undefined && standby?.upstreamHost === undefined,
      "the emergency backend is asked for the primary's upstreamHost too",
    ),
    ...sharing(
      ({ sticky }) => sticky !== undefined,
      "primary and emergency backend share the sticky cookie, so each client is bound anew by the switch and again on the way back: a session that lives in one pod is lost",
    ),
    ...sharing(
      ({ headers }) => Object.keys(headers.request).length > 0,
      "the emergency backend gets the request headers that are set for the primary",
    ),
  ];
}
