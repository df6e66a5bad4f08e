import { createServer, type ServerHttp2Stream } from "node:http2";
import { type AddressInfo, connect } from "node:net";
import test, { type ExecutionContext } from "ava";
import { askHealth } from "../../../core/failover/grpc-health.ts";

/** A server on loopback that answers each stream in this way, a connection to it, and the requests it received. */
async function answering(t: ExecutionContext, answer: (stream: ServerHttp2Stream) => void) {
  const asked: unknown[] = [];
  const server = createServer();
  server.on("session", (session) => t.teardown(() => session.destroy()));
  server.on("stream", (stream: ServerHttp2Stream, headers) => {
    stream.on("error", () => {});
    stream.on("data", (chunk: Buffer) =>
      asked.push([headers[":path"], headers.te, chunk.toString("latin1")]),
    );
    stream.on("end", () => answer(stream));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => server.close());
  return { connection: connect((server.address() as AddressInfo).port, "127.0.0.1"), asked };
}

function reply(body: readonly number[], trailers: Readonly<Record<string, string>>) {
  return (stream: ServerHttp2Stream) => {
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers(trailers));
    stream.end(Buffer.from(body));
  };
}

const path = "/grpc.health.v1.Health/Check";
const ok = { "grpc-status": "0" };
const message = (...bytes: readonly number[]) => [0, 0, 0, 0, bytes.length, ...bytes];

for (const [title, answer, expected] of [
  ["a server that serves", reply(message(8, 1), ok), "SERVING"],
  ["one that does not", reply(message(8, 2), ok), "NOT_SERVING"],
  ["one that does not know", reply(message(), ok), "UNKNOWN"],
  [
    "one that does not know the service",
    reply([], { "grpc-status": "5", "grpc-message": "no%20such" }),
    "gRPC status 5 (no such)",
  ],
  ["one without the method", reply([], { "grpc-status": "12" }), "gRPC status 12"],
  [
    "one that is no gRPC server",
    (stream: ServerHttp2Stream) => {
      stream.respond({ ":status": 404 });
      stream.end("not found");
    },
    "HTTP status 404 and no gRPC status",
  ],
] as const) {
  test(`${title}: ${expected}`, async (t) => {
    const { connection, asked } = await answering(t, answer);
    t.is(await askHealth(connection, { service: "", tls: false, timeout: 5_000 }), expected);
    t.deepEqual(asked, [[path, "trailers", "\0\0\0\0\0"]]);
    t.true(connection.destroyed);
  });
}

test("a service name of any length is sent", async (t) => {
  const name = "a".repeat(200);
  const { connection, asked } = await answering(t, reply(message(8, 1), ok));
  t.is(await askHealth(connection, { service: name, tls: false, timeout: 5_000 }), "SERVING");
  t.deepEqual(asked, [[path, "trailers", `\0\0\0\0\u00cb\n\u00c8\u0001${name}`]]);
});

test("a server that never answers times out", async (t) => {
  const { connection } = await answering(t, () => {});
  await t.throwsAsync(askHealth(connection, { service: "", tls: false, timeout: 100 }), {
    message: "nothing came within 0.1 s",
  });
  t.true(connection.destroyed);
});
