import { connect } from "node:net";
import type { ClusterArgs } from "../model/stack.ts";
import { messageOf, UserError } from "../model/user-error.ts";
import { openApiServer, unauthorized } from "./api-server.ts";
import { type ClusterEndpoint, findCluster } from "./kubeconfig.ts";

/** Milliseconds: enough for a distant API server to accept, few enough to tell the user within seconds. */
const patience = 8_000;

/**
 * Fails before anything is planned when the API server does not accept connections, or the kubeconfig's credentials: the
 * Kubernetes provider itself would only warn in preview, and wait in an update.
 * @throws UserError naming address and context
 * @throws ConfigError if the kubeconfig or what its context names is missing or cannot be used
 */
export async function assertReachable(
  args: ClusterArgs,
  dial: Dial = dialTcp,
  ask: Ask = askVersion,
): Promise<void> {
  const cluster = findCluster(args);
  if (cluster.proxied || behindProxy()) return;
  const failure = await dial(endpointOf(cluster), patience);
  if (failure !== undefined) throw new UserError(unreachable(cluster, failure));
  const status = await ask(args, patience).catch((error: unknown) => {
    if (error instanceof UserError) throw error;
    throw new UserError(`${messageOf(error)} (context "${cluster.context}"); nothing was changed`);
  });
  if (status === 401) {
    throw new UserError(`${named(cluster)} ${unauthorized}; nothing was changed`);
  }
}

/** Asks as the kubeconfig's user for what every user may know: the status. @throws Error in one sentence */
export type Ask = (args: ClusterArgs, timeout: number) => Promise<number>;

async function askVersion(args: ClusterArgs, timeout: number): Promise<number> {
  const { status } = await (await openApiServer(args)).ask("/version", { timeout });
  return status;
}

/** Connects and hangs up; what went wrong, if anything did. */
export type Dial = (endpoint: Endpoint, timeout: number) => Promise<string | undefined>;

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export function endpointOf({ server }: Pick<ClusterEndpoint, "server">): Endpoint {
  const url = new URL(server);
  const implied = url.protocol === "http:" ? 80 : 443;
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: url.port === "" ? implied : Number(url.port) };
}

export function unreachable(cluster: ClusterEndpoint, failure: string): string {
  return `${named(cluster)} cannot be reached: ${failure}; check that it runs, that this machine has a route to it, and that the context is the right one; nothing was changed`;
}

function named({ server, context }: ClusterEndpoint): string {
  return `the Kubernetes API server ${server} (context "${context}")`;
}

function behindProxy(env: NodeJS.ProcessEnv = process.env): boolean {
  return Boolean(env.HTTPS_PROXY ?? env.https_proxy);
}

function dialTcp({ host, port }: Endpoint, timeout: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (failure?: string) => {
      socket.destroy();
      resolve(failure);
    };
    socket.setTimeout(timeout, () => finish(`no answer within ${timeout / 1000} s`));
    socket.once("connect", () => finish());
    socket.once("error", (error: NodeJS.ErrnoException) => finish(inWords(error)));
  });
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "its host name is unknown",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
};

function inWords({ code, message }: NodeJS.ErrnoException): string {
  return (code === undefined ? undefined : words[code]) ?? code ?? message;
}
