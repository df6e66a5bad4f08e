import type { ResourceHookBinding } from "@pulumi/pulumi";
import type { SwitchCheck } from "../core/failover/preflight.ts";

/** How much of a stack's services an update declares. */
export interface ProvisionOptions {
  /** Called around each change of an object whose service has an emergency backend. @default none */
  readonly hooks?: ResourceHookBinding;
  /**
   * Services whose objects are declared, for an update that targets some of those and nothing else: the engine leaves
   * alone what is not targeted, declared or not. @default every service
   */
  readonly only?: ReadonlySet<string> | undefined;
}

/** What the failover command asks of a program, beside its configuration. */
export interface ProgramOptions extends Pick<ProvisionOptions, "only"> {
  /**
   * Called once nothing speaks against the configuration, before anything is declared: with the stack's lock held.
   * @returns the check that was made, whose answers hold for the whole update
   * @default nothing is done
   */
  readonly ahead?: (() => Promise<SwitchCheck>) | undefined;
}
