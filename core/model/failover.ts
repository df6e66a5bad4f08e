import type { Backend, ServiceSpec } from "./service.ts";

/**
 * How a service's emergency switch stands.
 *
 * - `off`: its own backend serves.
 * - `on`: its emergency backend serves.
 * - `drill`: its own backend serves, and marked requests go to the emergency backend.
 * - `weighted`: a share of the requests goes to the emergency backend.
 */
export type SwitchMode = "off" | "on" | "drill" | "weighted";

export const switchModes = ["off", "on", "drill", "weighted"] as const satisfies readonly SwitchMode[];

/** Why a switch stands as it does, and how long it is meant to. */
export interface Occasion {
  /** Why, in one line: annotated on the Ingress, and shown by the outputs. @default none */
  readonly reason?: string;
  /** When it is to be over, as RFC 3339. Nothing ends by itself: from then on every preview says so. @default never */
  readonly until?: string;
  /** When it was thrown, as RFC 3339. @default not said */
  readonly since?: string;
}

/** One service's switch. */
export interface SwitchArgs extends Occasion {
  readonly mode: SwitchMode;
  /** Percent of the requests that go to the emergency backend. Only, and always, with `weighted`. */
  readonly weight?: number;
  /** Throw it even where the pre-flight check fails. @default false */
  readonly force?: boolean;
}

/** `exposure:failover` as an object. An occasion given here holds for every switch that names none of its own. */
export interface FailoverArgs extends Occasion {
  /** Every service that has an emergency backend, but those of `except` and of `services`. @default false */
  readonly all?: boolean;
  /** Services that `all` leaves as they are. @default none */
  readonly except?: readonly string[];
  /** Where some services fail the pre-flight check, switch the others all the same. @default false */
  readonly partial?: boolean;
  /**
   * Endpoints that have to be ready behind the backend a service is switched to: a number, or a share of those
   * that are ready behind the other one, and one at least.
   * @default "50%"
   */
  readonly ready?: number | `${number}%`;
  /** What a switch past its `until` does to every preview and update. @default "warn" */
  readonly expired?: "warn" | "fail";
  /** Services by name; each overrides `all`. @default none */
  readonly services?: Readonly<Record<string, SwitchArgs>>;
}

/** `exposure:failover`: nobody, everybody with an emergency backend, these services, or in detail. */
export type FailoverFlag = "none" | "all" | readonly string[] | FailoverArgs;

/** A service's switch, decided. */
export interface Switch extends Occasion {
  readonly mode: SwitchMode;
  readonly weight?: number;
  readonly force: boolean;
}

/** The backend that serves a service under the flag. */
export interface ActiveBackend {
  readonly service: ServiceSpec;
  /** Serves every request except those that a drill or a weight sends elsewhere. */
  readonly backend: Backend;
  /** The switch is on: `backend` is the emergency backend. */
  readonly emergency: boolean;
  readonly switch: Switch;
}

/** Whether only some of the requests go to the emergency backend. */
export function isPartial({ switch: { mode } }: Pick<ActiveBackend, "switch">): boolean {
  return mode === "drill" || mode === "weighted";
}
