import type { RawConfig } from "../core/config/raw-config.ts";
import type { PlannedService } from "../core/controllers/service-plan.ts";
import type { SwitchCheck } from "../core/failover/preflight.ts";
import type { StackConfig } from "../core/model/stack.ts";

/** What the failover command asks of a program, beside its configuration. */
export interface SwitchOptions {
  /** Services that are switched: the update targets their objects and nothing else. */
  readonly only: ReadonlySet<string>;
  /**
   * What the command has read of the configuration. The program takes it if the engine hands over the same values.
   * @default the program reads them
   */
  readonly known?: KnownSwitch | undefined;
  /**
   * Called once nothing speaks against the switch, before anything is declared: with the stack's lock held.
   * @returns the check that was made, whose answers hold for the whole update
   * @default nothing is done
   */
  readonly ahead?: (() => Promise<SwitchCheck>) | undefined;
  /**
   * Whether the cluster has the services with the classes and controllers of the configuration. Where it has not, or that was
   * not looked at, the program asks first what the stack exported.
   * @default not looked at
   */
  readonly servedAsPlanned?: (() => Promise<boolean>) | undefined;
}

/** A configuration that has been read, as far as a switch needs it. */
export interface KnownSwitch extends Pick<StackConfig, "cluster" | "failover"> {
  /** Keys and values that it was read from. */
  readonly raw: RawConfig;
  /** The services that are switched. */
  readonly plans: readonly PlannedService[];
}
