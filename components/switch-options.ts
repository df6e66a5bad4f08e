import type { SwitchCheck } from "../core/failover/preflight.ts";

/** What the failover command asks of a program, beside its configuration. */
export interface SwitchOptions {
  /** Services that are switched: the update targets their objects and nothing else. */
  readonly only: ReadonlySet<string>;
  /**
   * Called once nothing speaks against the switch, before anything is declared: with the stack's lock held.
   * @returns the check that was made, whose answers hold for the whole update
   * @default nothing is done
   */
  readonly ahead?: (() => Promise<SwitchCheck>) | undefined;
}
