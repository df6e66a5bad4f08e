import type { ResourceHookBinding } from "@pulumi/pulumi";

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
   * @returns services whose check before a switch has been made
   * @default nothing is done, and every switch is checked
   */
  readonly ahead?: (() => Promise<ReadonlySet<string>>) | undefined;
}
