import { readFileSync } from "node:fs";
import { request } from "node:http";
import { request as secureRequest } from "node:https";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { printable } from "../../core/model/printable.ts";
import { messageOf, UserError } from "../../core/model/user-error.ts";
import { CommandError, run } from "../machine/run.ts";
import type { Endpoint } from "../stacks/target.ts";
import { findOnPath } from "../tools/source.ts";
import { type ClassRequest, commandLine, curlArguments } from "./plan.ts";

/** A request that a class has answered. */
export interface Answered {
  /** The curl command that was run and answered. */
  readonly command: string;
  /** Whether curl is missing, and Node sent the same request in its place. */
  readonly byNode: boolean;
  /** The beginning of the body's first line. */
  readonly body: string;
}

/** No address of a class accepts a connection from this machine. */
export class Unreached extends UserError {
  override readonly name = "Unreached";
}

export interface SendOptions {
  readonly request: ClassRequest;
  readonly endpoints: readonly Endpoint[];
  /** File with the lab's certificate. */
  readonly certificate: string;
  /** Milliseconds until the answer has to be good: pods are ready a moment before nginx knows them. @default a minute */
  readonly patience?: number;
}

/**
 * Sends a request until it is answered with a status below 400, by curl where it is installed.
 * @throws {UserError} with the command and the last answer where it is not
 * @throws {Unreached} with the addresses that were tried
 */
export async function send({
  request,
  endpoints,
  certificate,
  patience = 60_000,
}: SendOptions): Promise<Answered> {
  const endpoint = await firstOpen(
    endpoints.map((one) => ({ ...one, port: one[request.scheme] })),
    patience,
  );
  if (endpoint === undefined) {
    const tried = endpoints.map((one) => `${one.address}:${one[request.scheme]}`).join(", ");
    throw new Unreached(
      `Class ${request.class} is not reached from this machine: ${tried || "no node is ready"}.`,
    );
  }
  const proxied = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].some(
    (name) => process.env[name],
  );
  const args = curlArguments(request, endpoint, certificate, proxied);
  const byNode = findOnPath("curl") === undefined;
  const command = commandLine("curl", args);
  const ask = () => (byNode ? askByNode(request, endpoint, certificate) : askByCurl(args));
  let last = "";
  for (const end = performance.now() + patience; ; await sleep(500)) {
    try {
      const [line = ""] = (await ask()).split("\n");
      return { command, byNode, body: printable(line.slice(0, 160)) };
    } catch (error) {
      last = messageOf(error);
    }
    if (performance.now() < end) continue;
    throw new UserError(
      `Class ${request.class} does not serve ${request.service} (${last}), asked by \`${command}\`.`,
    );
  }
}

/** Milliseconds for one request. */
const longest = 10_000;

/** The command as it is printed: `--fail` makes a status from 400 on an error of curl. */
async function askByCurl(args: readonly string[]): Promise<string> {
  try {
    return (await run("curl", args, { timeout: longest })).stdout;
  } catch (error) {
    if (error instanceof CommandError)
      throw new Error(error.stderr.trim().split("\n").at(-1) || error.message);
    throw error;
  }
}

function askByNode(
  { scheme, host, path }: ClassRequest,
  endpoint: Endpoint,
  certificate: string,
): Promise<string> {
  const port = endpoint[scheme];
  const options = {
    host: bare(endpoint.address),
    port,
    path,
    headers: { host: `${host}:${port}` },
    timeout: longest,
  };
  const secure = scheme === "https" ? { servername: host, ca: readFileSync(certificate) } : {};
  return new Promise((resolve, reject) => {
    const outgoing = (scheme === "https" ? secureRequest : request)({ ...options, ...secure }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      answer.on("end", () => {
        const status = answer.statusCode ?? 0;
        if (status < 400) resolve(body);
        else reject(new Error(`status ${status}`));
      });
      answer.on("error", reject);
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error("no answer within 10 s")));
    outgoing.on("error", reject);
    outgoing.end();
  });
}

/** The first endpoint that accepts a connection; an address that is not this machine's to reach is silent for good. */
async function firstOpen<E extends { readonly address: string; readonly port: number }>(
  endpoints: readonly E[],
  patience: number,
): Promise<E | undefined> {
  for (const end = performance.now() + Math.min(patience, 15_000); endpoints.length > 0; await sleep(500)) {
    const open = await Promise.all(endpoints.map(accepts));
    const found = endpoints.find((_, index) => open[index]);
    if (found !== undefined || performance.now() > end) return found;
  }
  return undefined;
}

function accepts({ address, port }: { readonly address: string; readonly port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: bare(address), port });
    const finish = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(2_000, () => finish(false));
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
  });
}

function bare(address: string): string {
  return address.replace(/^\[|\]$/g, "");
}
