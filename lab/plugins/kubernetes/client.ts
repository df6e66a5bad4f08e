import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { type Json, type JsonObject, text } from "../json.ts";
import type { Connection } from "./kubeconfig.ts";

export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

export interface Query {
  readonly body?: Json;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

export type Client = (method: string, path: string, query?: Query) => Promise<Answer>;

/** The API server answered, and refused. */
export class ApiError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, body: JsonObject) {
    super(text(body.message) ?? `the API server answered with status ${status}`);
    this.status = status;
    this.reason = text(body.reason) ?? "";
  }
}

/** The API server did not answer. */
export class Unreachable extends Error {}

/** Enough to keep an API server busy, few enough not to be throttled by its priority levels. */
const CONNECTIONS = 32;
/** An API server that says nothing for so long is taken for gone. */
const SILENCE_MS = 10_000;
const ATTEMPTS = 5;

/** Speaks to one API server over connections that are kept open. */
export function createClient(connection: Connection, silenceMs: number = SILENCE_MS): Client {
  const base = new URL(connection.server);
  const secure = base.protocol === "https:";
  const agent = secure
    ? new HttpsAgent({
        keepAlive: true,
        maxSockets: CONNECTIONS,
        ca: connection.ca,
        cert: connection.cert,
        key: connection.key,
        servername: connection.serverName,
        rejectUnauthorized: !connection.insecure,
      })
    : new HttpAgent({ keepAlive: true, maxSockets: CONNECTIONS });

  const once = (method: string, path: string, { body, contentType, signal }: Query) =>
    new Promise<Answer & { readonly retryAfter: number }>((resolve, reject) => {
      const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
      const send = secure ? httpsRequest : httpRequest;
      const outgoing = send(connection.server + path, {
        method,
        agent,
        signal,
        timeout: silenceMs,
        headers: {
          accept: "application/json",
          ...(connection.token && { authorization: `Bearer ${connection.token}` }),
          ...(payload && {
            "content-type": contentType ?? "application/json",
            "content-length": payload.length,
          }),
        },
      });
      outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${silenceMs / 1000} s`)));
      outgoing.on("error", (error) => reject(Object.assign(error, { reused: outgoing.reusedSocket })));
      outgoing.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const retryAfter = Number(response.headers["retry-after"] ?? 0);
          resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks)), retryAfter });
        });
      });
      outgoing.end(payload);
    });

  return async (method, path, query = {}) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await once(method, path, query);
        const throttled = answer.status === 429 || (answer.status === 503 && answer.retryAfter > 0);
        if (!throttled || attempt === ATTEMPTS) return accepted(answer);
        await sleep(Math.min(answer.retryAfter, 5) * 1000, undefined, { signal: query.signal });
      } catch (error) {
        if (error instanceof ApiError || query.signal?.aborted) throw error;
        // A kept connection may have been closed by the server just now: that says nothing about it.
        const stale =
          (error as { reused?: boolean }).reused && (error as { code?: string }).code === "ECONNRESET";
        if (!stale || attempt > CONNECTIONS) throw unreachable(connection.server, error);
      }
    }
  };
}

function accepted({ status, body }: Answer): Answer {
  if (status < 200 || status > 299) throw new ApiError(status, body);
  return { status, body };
}

function unreachable(server: string, error: unknown): Unreachable {
  const cause = error instanceof AggregateError ? (error.errors[0] as Error) : (error as Error);
  return new Unreachable(
    `The Kubernetes API server at ${server} cannot be reached (${cause.message}): ` +
      "check that it runs, and the server and certificates in the kubeconfig.",
  );
}

function parsed(content: Buffer): JsonObject {
  try {
    return JSON.parse(content.toString()) as JsonObject;
  } catch {
    return { message: content.toString().trim() };
  }
}
