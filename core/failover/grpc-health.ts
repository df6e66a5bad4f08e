import { connect } from "node:http2";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { within } from "../kubernetes/deadline.ts";

export interface HealthCheck {
  /** Empty for the whole server. */
  readonly service: string;
  /** Certificates are not verified, as nginx does not verify them either. */
  readonly tls: boolean;
  /** Milliseconds for the whole of it. */
  readonly timeout: number;
}

/**
 * Asks `grpc.health.v1.Health/Check` on a connection, which it closes: the status, or what came in place of one.
 *
 * One request and one enum: written out, it spares every program that never asks a gRPC library.
 * @throws Error in one sentence where nothing came
 * @see https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
export async function askHealth(connection: Duplex, check: HealthCheck): Promise<string> {
  try {
    return await within(check.timeout, call(connection, check));
  } finally {
    connection.destroy();
  }
}

/** An answer has some ten. */
const mostBytes = 10 * 1024;

const statuses = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"] as const;

function call(connection: Duplex, { service, tls }: HealthCheck): Promise<string> {
  return new Promise((resolve, reject) => {
    const createConnection = () =>
      tls ? connectTls({ socket: connection, ALPNProtocols: ["h2"], rejectUnauthorized: false }) : connection;
    const session = connect(tls ? "https://backend" : "http://backend", { createConnection });
    connection.once("error", reject).once("close", () => reject(new Error("the connection was closed")));
    session.once("error", reject);
    const stream = session.request({
      ":method": "POST",
      ":path": "/grpc.health.v1.Health/Check",
      "content-type": "application/grpc",
      te: "trailers",
    });
    const chunks: Buffer[] = [];
    const seen: Record<string, unknown> = {};
    stream.on("response", (headers) => Object.assign(seen, headers));
    stream.on("trailers", (trailers) => Object.assign(seen, trailers));
    let bytes = 0;
    stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > mostBytes) reject(new Error(`the answer is longer than ${mostBytes} bytes`));
    });
    stream.once("error", reject);
    stream.once("end", () => {
      session.close();
      resolve(outcome(seen, Buffer.concat(chunks)));
    });
    stream.end(requestMessage(service));
  });
}

/** `HealthCheckRequest`: field 1, the service's name; before it five bytes, not compressed and the length. */
function requestMessage(service: string): Buffer {
  const name = Buffer.from(service);
  const message =
    name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

function varint(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

function outcome(seen: Readonly<Record<string, unknown>>, body: Buffer): string {
  const code = seen["grpc-status"];
  if (code === undefined) return `HTTP status ${seen[":status"]} and no gRPC status`;
  if (Number(code) !== 0) {
    const message = seen["grpc-message"];
    return `gRPC status ${code}${typeof message === "string" && message !== "" ? ` (${unescaped(message)})` : ""}`;
  }
  // `HealthCheckResponse`: field 1, the status; a zero is not sent.
  const number = body[5] === 0x08 ? (body[6] ?? 0) : 0;
  return statuses[number] ?? `status ${number}`;
}

function unescaped(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    return message;
  }
}
