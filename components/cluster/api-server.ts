import { type RequestOptions, request } from "node:https";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { checkServerIdentity } from "node:tls";
import type { ClusterArgs } from "../model/stack.ts";

/** Reads and writes objects at the cluster's API server, as the kubeconfig's user. */
export interface ApiServer {
  /** The object or list at a path; undefined where there is none. @throws Error in one sentence */
  get(path: string): Promise<unknown>;
  /** @throws Error in one sentence */
  post(path: string, body: object): Promise<void>;
  /** Whatever comes back from a path, such as a Service's proxy. @throws Error in one sentence where nothing does */
  ask(path: string, options: AskOptions): Promise<Answer>;
  /** A connection to a pod's port, through the API server and the pod's kubelet. @throws Error in one sentence */
  forward(namespace: string, pod: string, port: number): Promise<Duplex>;
}

export interface AskOptions {
  /** `Host` header. @default the API server's name */
  readonly host?: string;
  /** Milliseconds. */
  readonly timeout: number;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A request that is not answered by then is taken for lost. */
const patience = 10_000;

/**
 * Connects as kubectl would: client certificates, tokens, exec plugins and OIDC of the kubeconfig.
 *
 * The client library is read here and not before: it takes most of a second, and a program that switches
 * nothing has no use for it.
 */
export async function openApiServer({ kubeconfig, context }: ClusterArgs): Promise<ApiServer> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromFile(kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new Error("the kubeconfig names no API server");
  const access: RequestOptions = {};
  await config.applyToHTTPSOptions(access);
  return {
    get: async (path) => {
      const { status, body } = await send(server, path, { ...access, method: "GET" });
      if (status === 404) return undefined;
      return accepted(status, body);
    },
    post: async (path, object) => {
      const { status, body } = await send(server, path, { ...access, method: "POST" }, object);
      accepted(status, body);
    },
    ask: (path, { host, timeout }) => {
      const headers = { ...access.headers, ...(host === undefined ? {} : { host }) };
      return send(server, path, { ...access, method: "GET", headers, timeout });
    },
    forward: async (namespace, pod, port) => {
      const { openForward } = await import("./port-forward.ts");
      return openForward(config, { namespace, pod, port });
    },
  };
}

function send(server: string, path: string, options: RequestOptions, body?: object): Promise<Answer> {
  const { timeout = patience } = options;
  const payload = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = {
      ...options.headers,
      accept: "application/json",
      ...(payload && { "content-type": "application/json", "content-length": Buffer.byteLength(payload) }),
    };
    const url = new URL(server.replace(/\/+$/, "") + path);
    // The certificate is held against the API server's own name, whatever Host is sent.
    const name = options.servername ?? url.hostname.replace(/^\[|\]$/g, "");
    const identity: RequestOptions = {
      ...(isIP(name) === 0 ? { servername: name } : {}),
      checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
    };
    const outgoing = request(url, { ...options, ...identity, headers, timeout }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    outgoing.on("error", (error) =>
      reject(new Error(`the API server ${server} did not answer: ${error.message}`)),
    );
    outgoing.end(payload);
  });
}

function accepted(status: number, body: string): unknown {
  const value = parsed(body);
  if (status >= 200 && status < 300) return value;
  const { message } = value as { readonly message?: string };
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
