import { type Backend, type ServiceSpec, standbyDiffers, standbyView } from "./service.ts";

/**
 * Position of a service's emergency switch.
 *
 * - `off`: the primary backend serves.
 * - `on`: the emergency backend serves.
 * - `drill`: the primary backend serves, and marked requests go to the emergency backend.
 * - `weighted`: a share of the requests goes to the emergency backend.
 */
export type SwitchMode = "off" | "on" | "drill" | "weighted";

export const switchModes = ["off", "on", "drill", "weighted"] as const satisfies readonly SwitchMode[];

/** Why a switch is on, and for how long. */
export interface Occasion {
  /** Why, in one line: annotated on the Ingress, and shown by the outputs. @default none */
  readonly reason?: string;
  /** When it should be over, as RFC 3339. It does not end by itself: every preview then says so. @default never */
  readonly until?: string;
  /** When it began, as RFC 3339. @default none */
  readonly since?: string;
}

/** Which of a service's two backends serves. */
export type Side = "primary" | "emergency";

/** One service's switch. */
export interface SwitchArgs extends Occasion {
  /** Position of the switch. */
  readonly mode: SwitchMode;
  /**
   * Percentage of the requests that go to the emergency backend, 1 to 100. Required with `weighted`, refused with other modes.
   * @default none
   */
  readonly weight?: number;
  /** Switches even if the check before a switch fails. @default false */
  readonly force?: boolean;
}

/** `exposure:failover` as an object. Its occasion holds for every switch that names none itself. */
export interface FailoverArgs extends Occasion {
  /** Switches every service with an emergency backend, except those of `except` and `services`. @default false */
  readonly all?: boolean;
  /** Services that `all` does not switch. Only with `all`. @default none */
  readonly except?: readonly string[];
  /** Switches the other services if some fail the check before a switch. @default false */
  readonly partial?: boolean;
  /**
   * Endpoints that have to be ready behind the backend a service is switched to: a number, or a share of those that are
   * ready behind the other backend, and at least one.
   * @default "50%"
   */
  readonly ready?: number | `${number}%`;
  /** What a switch past its `until` does to every preview and update. @default "warn" */
  readonly expired?: "warn" | "fail";
  /** Switches by service; each overrides `all`. @default none */
  readonly services?: Readonly<Record<string, SwitchArgs>>;
}

/**
 * `exposure:failover`: no service, every service that has an emergency backend, the listed services, or in detail.
 */
export type FailoverFlag = "none" | "all" | readonly string[] | FailoverArgs;

/** A service's switch with every default decided. */
export interface Switch extends Occasion {
  /** Position of the switch. */
  readonly mode: SwitchMode;
  /** Percentage of the requests that go to the emergency backend. @default absent: the mode is not `weighted` */
  readonly weight?: number;
  /** Whether it switches even if the check before a switch fails. */
  readonly force: boolean;
}

/** The backend that serves a service under the flag. */
export interface ActiveBackend {
  /** The service. */
  readonly service: ServiceSpec;
  /** Serves every request except those that a drill or a weight sends elsewhere. */
  readonly backend: Backend;
  /** The switch is on: `backend` is the emergency backend. */
  readonly emergency: boolean;
  /** Its emergency switch. */
  readonly switch: Switch;
}

/** A service as the backend that serves it now gets the requests. */
export function servedView({ service, emergency }: ActiveBackend): ServiceSpec {
  return emergency ? standbyView(service) : service;
}

/** The same service while its other backend serves; undefined where both are spoken to alike. */
export function otherSide(active: ActiveBackend): ActiveBackend | undefined {
  const { service, emergency } = active;
  if (service.emergency === undefined || !standbyDiffers(service)) return undefined;
  return { ...active, emergency: !emergency, backend: emergency ? service.backend : service.emergency };
}

/** Whether only some of the requests go to the emergency backend. */
export function isPartial({ switch: { mode } }: Pick<ActiveBackend, "switch">): boolean {
  return mode === "drill" || mode === "weighted";
}
