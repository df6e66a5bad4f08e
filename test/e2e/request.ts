import { request as requestHttp } from "node:http";
import { connect } from "node:http2";
import { request as requestHttps } from "node:https";
import type { RealNode } from "../../lab/nodes/plan.ts";

export interface Question {
  readonly host: string;
  readonly path: string;
  /** @default false */
  readonly tls?: boolean;
  /** @default 80, or 443 with TLS */
  readonly port?: number;
  /** Others than `Host`. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default GET */
  readonly method?: string;
  /** Bytes of the request's body. @default none */
  readonly bytes?: number;
}

export interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Cookies that the answer sets. */
  readonly cookies: readonly string[];
  /** What the echo backend received; undefined if something else answered. */
  readonly seen: Seen | undefined;
}

/** The echo backend's description of a request. */
export interface Seen {
  readonly service: string;
  readonly pod: string;
  readonly path: string;
  readonly query: string;
  readonly host: string;
  readonly bytes: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

const patience = 20_000;

/** Sends one request to a node, without DNS for the host. */
export function ask(
  { address }: RealNode,
  { host, path, tls = false, port, headers, method = "GET", bytes = 0 }: Question,
): Promise<Answer> {
  const options = {
    host: address,
    path,
    method,
    headers: { ...headers, host },
    agent: false,
    timeout: patience,
  } as const;
  return new Promise((resolve, reject) => {
    const request = tls
      ? requestHttps({ ...options, port: port ?? 443, servername: host, rejectUnauthorized: false })
      : requestHttp({ ...options, port: port ?? 80 });
    request.on("timeout", () => request.destroy(new Error(`no answer within ${patience / 1000} s`)));
    request.on("error", reject);
    request.on("response", (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          headers: response.headers,
          cookies: response.headers["set-cookie"] ?? [],
          seen: parse(body),
        }),
      );
    });
    request.end(bytes === 0 ? undefined : Buffer.alloc(bytes));
  });
}

export interface CallAnswer {
  readonly status: number;
  /** gRPC's own status; undefined if the answer is not gRPC. */
  readonly grpcStatus: string | undefined;
  readonly seen: Seen | undefined;
}

/** Makes one unary gRPC call over TLS with a message of so many bytes. */
export async function call(
  { address }: RealNode,
  { host, path, port = 443 }: Question,
  size: number,
): Promise<CallAnswer> {
  const session = connect(`https://${address}:${port}`, { servername: host, rejectUnauthorized: false });
  try {
    return await new Promise<CallAnswer>((resolve, reject) => {
      session.on("error", reject);
      const stream = session.request({
        ":method": "POST",
        ":path": path,
        ":authority": host,
        "content-type": "application/grpc",
        te: "trailers",
      });
      let status = 0;
      let grpcStatus: string | undefined;
      const chunks: Buffer[] = [];
      stream.setTimeout(patience, () => stream.destroy(new Error(`no answer within ${patience / 1000} s`)));
      const note = (headers: Readonly<Record<string, unknown>>) => {
        if (headers["grpc-status"] !== undefined) grpcStatus = String(headers["grpc-status"]);
      };
      stream.on("response", (headers) => {
        status = Number(headers[":status"]);
        note(headers);
      });
      stream.on("trailers", note);
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", (error) => (status === 0 ? reject(error) : undefined)); // a refused body ends in a reset
      stream.on("close", () => {
        if (status === 0) return reject(new Error("the stream ended without an answer"));
        resolve({ status, grpcStatus, seen: parse(Buffer.concat(chunks).subarray(5).toString()) });
      });
      stream.end(framed(size));
    });
  } finally {
    session.destroy();
  }
}

/** gRPC's framing: not compressed, length, message. */
function framed(size: number): Buffer {
  const message = Buffer.alloc(5 + size);
  message.writeUInt32BE(size, 1);
  return message;
}

function parse(body: string): Seen | undefined {
  try {
    return JSON.parse(body) as Seen;
  } catch {
    return undefined;
  }
}
