import type { ActiveBackend, FailoverArgs, Side, Switch } from "../model/failover.ts";
import { type Backend, standbyView } from "../model/service.ts";
import type { BackendState, FindBackend } from "./backend-state.ts";
import type { ProbeBackend } from "./probe.ts";
import { speechProblem } from "./standby.ts";

/** How backends are looked up and probed. */
export interface Backends {
  readonly find: FindBackend;
  readonly probe: ProbeBackend;
}

/** What the flag says about checks. */
export interface CheckArgs extends Pick<FailoverArgs, "partial" | "ready"> {
  /** Full config key of the flag, `exposure:failover` for example, for messages. */
  readonly key: string;
  /** Where the switch of the one service is written. @default its entry in `services` of the flag */
  readonly entry?: string;
}

const defaultReady = "50%";

/**
 * Why a service should not be switched to one of its backends, as a sentence that says what was found, what
 * was expected and how to switch anyway; undefined if the service can be switched.
 */
export async function checkSwitch(
  { service, switch: requested }: Pick<ActiveBackend, "service" | "switch">,
  to: Side,
  { find, probe }: Backends,
  { key, entry, ready = defaultReady }: CheckArgs,
): Promise<string | undefined> {
  const [target, other] =
    to === "emergency" ? [service.emergency, service.backend] : [service.backend, service.emergency];
  if (target === undefined) return undefined;
  const [targetState, otherState] = await Promise.all([
    find(service.namespace, target.service),
    other && find(service.namespace, other.service),
  ]);
  const probed = service.probes[to];
  const reason =
    backendProblem(
      [target.port, ...(probed === undefined ? [] : [probed.port])],
      targetState,
      otherState,
      ready,
    ) ??
    (other && speechProblem(service, to, [target, other], [targetState, otherState])) ??
    // A backend that is missing or not ready needs no probe.
    (probed && (await probe(to === "emergency" ? standbyView(service) : service, target, probed)));
  if (reason === undefined) return undefined;
  return `service "${service.name}" is not switched to its ${to} backend: Service ${service.namespace}/${target.service} ${reason}; fix it, or force the switch (${forceOf(entry ?? `${key}.services.${service.name}`, requested)})`;
}

/** What is written of a service to switch it without a check. */
function forceOf(entry: string, { mode, weight }: Switch): string {
  const percent = weight === undefined ? "" : `, weight: ${weight}`;
  return `${entry}: { mode: ${mode}${percent}, force: true }`;
}

function backendProblem(
  ports: readonly Backend["port"][],
  found: BackendState | undefined,
  other: BackendState | undefined,
  ready: number | string,
): string | undefined {
  if (found === undefined) return "does not exist";
  if (found.external) {
    return "is an ExternalName, whose readiness the cluster does not know, and not a Service with endpoints";
  }
  const missing = ports.find(
    (port) => !found.ports.some(({ name, port: number }) => name === port || number === port),
  );
  if (missing !== undefined) return `has no port ${missing} (it has ${portsOf(found)})`;
  const expected = expectedReady(ready, other?.ready ?? 0);
  if (found.ready >= expected) return undefined;
  const share =
    typeof ready === "number"
      ? ""
      : ` (${ready} of the ${other?.ready ?? 0} behind the other backend, at least one)`;
  return `has ${found.ready} of the required ${expected} ready endpoints${share}`;
}

/** A share of nothing is one endpoint: a switch to a backend without endpoints would help no client. */
export function expectedReady(ready: number | string, behindOther: number): number {
  if (typeof ready === "number") return ready;
  return Math.max(1, Math.ceil((Number.parseInt(ready, 10) * behindOther) / 100));
}

function portsOf({ ports }: BackendState): string {
  const shown = ports.map(({ name, port }) => (name === undefined ? `${port}` : `${name} (${port})`));
  return shown.join(", ") || "none";
}
