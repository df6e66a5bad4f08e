import { type RequestOptions, request } from "node:https";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { checkServerIdentity } from "node:tls";
import type { ClusterArgs } from "../model/stack.ts";
import { accessOf, loadKubeConfig } from "./access.ts";
import { findCluster } from "./kubeconfig.ts";
import type { PodPort } from "./port-forward.ts";

// An import would load all that the module has, a WebSocket client among it.
const { request: plainRequest } = process.getBuiltinModule("node:http");

/** Reads and writes objects at the cluster's API server, as the kubeconfig's user. */
export interface ApiServer {
  /** The object or list at a path; undefined where there is none. @throws Error in one sentence */
  get(path: string): Promise<unknown>;
  /** What the API server makes of the object. @throws Error in one sentence */
  post(path: string, body: object): Promise<unknown>;
  /**
   * Server-side apply, which takes fields from other managers only by `force`.
   * @throws Error in one sentence, also where another manager has a field
   * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
   */
  apply(
    path: string,
    object: object,
    by: { readonly manager: string; readonly force: boolean },
  ): Promise<void>;
  /**
   * Changes an object that is there; what is null in the patch goes.
   * @throws Error in one sentence
   * @see https://www.rfc-editor.org/rfc/rfc7386
   */
  merge(path: string, patch: object, manager: string): Promise<void>;
  /**
   * Whatever comes back from a path, such as a Service's proxy; of a long body, its beginning.
   * @throws Error in one sentence if no whole answer comes in time
   */
  ask(path: string, options: AskOptions): Promise<Answer>;
  /** A connection to a pod's port, through the API server and the pod's kubelet. @throws Error in one sentence */
  forward(port: PodPort): Promise<Duplex>;
}

export interface AskOptions {
  /** `Host` header. @default the API server's name */
  readonly host?: string;
  /** Milliseconds from the request to the end of the answer. */
  readonly timeout: number;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Milliseconds after which a request without a sign of life counts as lost. */
const patience = 10_000;

/** Milliseconds for a whole request, signs of life or not: the stack's lock is held meanwhile. */
const longest = 60_000;

/** So much of a body is read where only a message in it matters: as the kubelet does with a probe's. */
const probedBytes = 10 * 1024;

/**
 * Connects as kubectl would: client certificates, tokens, exec plugins and OIDC of the kubeconfig.
 * @throws ConfigError in one sentence if the kubeconfig or what its context names is missing or cannot be used
 */
export async function openApiServer(args: ClusterArgs): Promise<ApiServer> {
  const cluster = findCluster(args);
  const { server } = cluster;
  const access = await accessOf(cluster);
  const patch = async (url: string, type: string, body: object) => {
    const headers = { ...access.headers, "content-type": type };
    const answer = await send(server, url, { ...access, method: "PATCH", headers }, body);
    accepted(answer.status, answer.body);
  };
  return {
    get: async (path) => {
      const { status, body } = await send(server, path, { ...access, method: "GET" });
      if (status === 404) return undefined;
      return accepted(status, body);
    },
    post: async (path, object) => {
      const { status, body } = await send(server, path, { ...access, method: "POST" }, object);
      return accepted(status, body);
    },
    apply: (path, object, { manager, force }) => {
      const url = `${path}?fieldManager=${encodeURIComponent(manager)}&force=${force}`;
      return patch(url, "application/apply-patch+yaml", object);
    },
    merge: (path, change, manager) => {
      const url = `${path}?fieldManager=${encodeURIComponent(manager)}`;
      return patch(url, "application/merge-patch+json", change);
    },
    ask: (path, { host, timeout }) => {
      const headers = { ...access.headers, ...(host === undefined ? {} : { host }) };
      const options = {
        ...access,
        method: "GET",
        headers,
        timeout,
        deadline: timeout,
        mostBytes: probedBytes,
      };
      return send(server, path, options);
    },
    forward: async (port) => {
      const { openForward } = await import("./port-forward.ts");
      return openForward(await loadKubeConfig(cluster), port);
    },
  };
}

interface Sending extends RequestOptions {
  /** Milliseconds from the request to the end of the answer. @default a minute */
  readonly deadline?: number;
  /** Bytes of the body that are read; what is beyond is left. @default all of it */
  readonly mostBytes?: number;
}

/** A kept connection that the server has just closed does not mean that the server is gone: the request is sent again. */
async function send(server: string, path: string, options: Sending, body?: object): Promise<Answer> {
  try {
    return await sendOnce(server, path, options, body);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return send(server, path, options, body);
  }
}

class StaleConnection extends Error {}

function sendOnce(server: string, path: string, options: Sending, body?: object): Promise<Answer> {
  const { timeout = patience, deadline = longest, mostBytes = Number.POSITIVE_INFINITY } = options;
  const payload = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = {
      ...(payload && { "content-type": "application/json", "content-length": Buffer.byteLength(payload) }),
      ...options.headers,
      accept: "application/json",
    };
    const url = new URL(server.replace(/\/+$/, "") + path);
    const ask = url.protocol === "http:" ? plainRequest : request;
    const outgoing = ask(url, { ...options, ...identityOf(url, options), headers, timeout }, (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const finish = () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
      answer.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes <= mostBytes) return;
        finish();
        outgoing.destroy();
      });
      answer.on("error", (error) => fail(error));
      answer.on("end", finish);
    });
    const fail = (error: NodeJS.ErrnoException) => {
      const stale = outgoing.reusedSocket && error.code === "ECONNRESET";
      const message = `the API server ${server} did not answer: ${error.message}`;
      reject(stale ? new StaleConnection(message) : new Error(message));
    };
    const giveUp = (error: Error) => {
      fail(error);
      outgoing.destroy();
    };
    outgoing.on("timeout", () => giveUp(new Error(`no answer within ${timeout / 1000} s`)));
    outgoing.on("error", fail);
    // From then on, as a request may wait for one of the connections.
    outgoing.once("socket", () => {
      const late = () => giveUp(new Error(`no whole answer within ${deadline / 1000} s`));
      const timer = setTimeout(late, deadline);
      outgoing.once("close", () => clearTimeout(timer));
    });
    outgoing.end(payload);
  });
}

/**
 * Checks the certificate against the API server's name, whatever `Host` is sent. Without a `Host` Node does so, and a
 * check in its place would make each request connect anew.
 */
function identityOf(url: URL, { headers, servername }: RequestOptions): RequestOptions {
  if (headers === undefined || !("host" in headers)) return {};
  const name = servername ?? url.hostname.replace(/^\[|\]$/g, "");
  return {
    ...(isIP(name) === 0 ? { servername: name } : {}),
    checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
  };
}

/** Second half of a sentence about an API server that answers with status 401. */
export const unauthorized =
  "does not accept the credentials of the kubeconfig (status 401): log in again, or correct the user of its context";

function accepted(status: number, body: string): unknown {
  const value = parsed(body);
  if (status >= 200 && status < 300) return value;
  const { message } = value as { readonly message?: string };
  if (status === 401) throw new Error(`the API server ${unauthorized}`);
  throw new Error(`the API server refused (status ${status}): ${message ?? body.trim()}`);
}

function parsed(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
