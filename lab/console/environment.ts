import { UserError } from "../../core/model/user-error.ts";

/** What the variables on the command line of `make` ask for. */
export interface LabEnvironment {
  /** `CONTEXT=`: a context of the user's kubeconfig to work on instead of the lab's own cluster. */
  readonly context: string | undefined;
  /**
   * `LAB_PORT=`: port of the lab's API server.
   * @default 6443
   */
  readonly port: number;
  /** `FAILOVER=`: `all`, `none` or service names separated by commas. */
  readonly failover: string | undefined;
}

/** @throws {UserError} on an invalid port */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): LabEnvironment {
  return {
    context: env.CONTEXT || undefined,
    port: env.LAB_PORT ? parsePort(env.LAB_PORT) : 6443,
    failover: env.FAILOVER || undefined,
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new UserError(`LAB_PORT must be a port between 1 and 65535, not "${text}".`);
}
