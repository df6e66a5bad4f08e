import { hint } from "../../core/config/suggest.ts";
import { UserError } from "../../core/model/user-error.ts";

/** What the lab's nodes are, the best first. */
export const labKinds = ["kind", "nodes", "simulated"] as const;

export type LabKind = (typeof labKinds)[number];

/** What the variables on the command line of `make` ask for. */
export interface LabEnvironment {
  /** `CONTEXT=`: a context of the user's kubeconfig to work on instead of a cluster of the lab. */
  readonly context: string | undefined;
  /** `LAB=`: what the lab's nodes are. @default the best that this machine can do */
  readonly lab: LabKind | undefined;
  /**
   * `LAB_PORT=`: port of the lab's API server.
   * @default 6443
   */
  readonly port: number;
  /** `FAILOVER=`: `all`, `none` or service names separated by commas. */
  readonly failover: string | undefined;
  /** `REGISTRY=`: where `make images` pushes to, and the trial's backends come from. */
  readonly registry: string | undefined;
}

/** @throws {UserError} on an invalid port, kind or registry, and on variables that exclude each other */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): LabEnvironment {
  const context = env.CONTEXT || undefined;
  const lab = env.LAB ? parseKind(env.LAB) : undefined;
  if (context !== undefined && lab !== undefined) {
    throw new UserError(
      `CONTEXT=${context} is a cluster of yours, and LAB=${lab} one of the lab: leave one of them out.`,
    );
  }
  return {
    context,
    lab,
    port: env.LAB_PORT ? parsePort(env.LAB_PORT) : 6443,
    failover: env.FAILOVER || undefined,
    registry: env.REGISTRY ? parseRegistry(env.REGISTRY) : undefined,
  };
}

function parseKind(text: string): LabKind {
  const found = labKinds.find((kind) => kind === text);
  if (found !== undefined) return found;
  throw new UserError(`LAB must be ${labKinds.join(", ")}, not "${text}"${hint(text, labKinds)}.`);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new UserError(`LAB_PORT must be a port between 1 and 65535, not "${text}".`);
}

/** @see https://github.com/distribution/reference/blob/main/reference.go */
function parseRegistry(text: string): string {
  const host = String.raw`[A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?`;
  const part = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";
  if (new RegExp(`^${host}(?:/${part})*$`).test(text)) return text;
  throw new UserError(
    `REGISTRY must be a registry and folder as in an image's name, such as registry.example.com/edge, not "${text}".`,
  );
}
