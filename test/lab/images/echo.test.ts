import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect } from "node:http2";
import { connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import anyTest, { type TestFn } from "ava";
import { askHealth } from "../../../core/failover/grpc-health.ts";
import { freePort } from "../../../lab/cluster/port.ts";
import { run } from "../../../lab/machine/run.ts";
import { findOnPath } from "../../../lab/tools/source.ts";

const test = anyTest as TestFn<{ binary: string }>;
const proven = findOnPath("go") === undefined ? test.skip : test;
const suffix = findOnPath("go") === undefined ? " (skipped: no Go to build it with)" : "";

const folder = mkdtempSync(join(tmpdir(), "exposure-echo-"));
const binary = join(folder, "echo");

test.before(async (t) => {
  if (suffix !== "") return;
  t.timeout(120_000);
  await run("go", ["build", "-buildvcs=false", "-o", binary, "."], {
    cwd: new URL("../../../images/echo", import.meta.url).pathname,
    env: { CGO_ENABLED: "0" },
  });
});
test.after.always(() => rmSync(folder, { recursive: true }));

interface Server {
  readonly port: number;
  readonly process: ChildProcess;
}

async function startEcho(
  t: { teardown(fn: () => void): void },
  env: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const port = await freePort();
  const child = spawn(binary, [], {
    env: { ADDRESS: `127.0.0.1:${port}`, SERVICE: "web", POD_NAME: "web-1", DRAIN: "0s", ...env },
    stdio: "ignore",
  });
  t.teardown(() => child.kill("SIGKILL"));
  for (let waited = 0; waited < 5_000; waited += 20) {
    try {
      await fetch(`http://127.0.0.1:${port}/healthz`);
      return { port, process: child };
    } catch {
      await sleep(20);
    }
  }
  throw new Error("echo did not start within 5 s");
}

proven(
  `an HTTP/1.1 answer names service, pod, method, path, query, headers and body size${suffix}`,
  async (t) => {
    const { port } = await startEcho(t);
    const response = await fetch(`http://127.0.0.1:${port}/a//b?c=d`, {
      method: "PUT",
      body: "12345",
      headers: { "X-Test": "yes" },
    });
    const answer = (await response.json()) as Record<string, unknown> & { headers: Record<string, string[]> };
    t.is(response.headers.get("x-service"), "web");
    t.like(answer, {
      service: "web",
      pod: "web-1",
      protocol: "HTTP/1.1",
      method: "PUT",
      host: `127.0.0.1:${port}`,
      path: "/a//b",
      query: "c=d",
      bytes: 5,
    });
    t.deepEqual(answer.headers["X-Test"], ["yes"]);
  },
);

proven(`HTTP/2 works without TLS${suffix}`, async (t) => {
  const { port } = await startEcho(t);
  const { headers, body } = await overHttp2(port, { ":path": "/x" });
  t.is(headers[":status"], 200);
  t.like(JSON.parse(body.toString()), { protocol: "HTTP/2.0", path: "/x", method: "GET" });
});

for (const size of [0, 10, 16 * 1024 * 1024]) {
  proven(`gRPC accepts a message of ${size} bytes and answers with one message${suffix}`, async (t) => {
    const { port } = await startEcho(t);
    const message = Buffer.alloc(5 + size);
    message.writeUInt32BE(size, 1);
    const reply = await overHttp2(
      port,
      {
        ":method": "POST",
        ":path": "/feed.FeedBack/Echo",
        "content-type": "application/grpc",
        te: "trailers",
      },
      message,
    );
    t.is(reply.trailers["grpc-status"], "0");
    t.is(reply.headers["x-service"], "web");
    t.is(reply.body.readUInt32BE(1), reply.body.length - 5);
    const answer = JSON.parse(reply.body.subarray(5).toString());
    t.like(answer, { service: "web", protocol: "gRPC", path: "/feed.FeedBack/Echo", bytes: size });
  });
}

proven(`a delay is kept, and an invalid one is refused${suffix}`, async (t) => {
  const { port } = await startEcho(t);
  const started = performance.now();
  t.is((await fetch(`http://127.0.0.1:${port}/?delay=200ms`)).status, 200);
  t.true(performance.now() - started >= 200);
  const refused = await fetch(`http://127.0.0.1:${port}/?delay=soon`);
  t.is(refused.status, 400);
  t.is(await refused.text(), 'delay must be a duration from 0s to 5m0s, not "soon"\n');
});

proven(
  `after SIGTERM readiness fails at once, requests are served while draining, and those under way finish${suffix}`,
  async (t) => {
    const { port, process: echo } = await startEcho(t, { DRAIN: "700ms" });
    const agent = new Agent({ keepAlive: true });
    t.teardown(() => agent.destroy());
    t.is((await get(port, agent, "/before")).headers.connection, undefined);

    const ended = once(echo, "exit");
    echo.kill("SIGTERM");
    await sleep(100);
    t.is((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 503);
    const draining = await get(port, agent, "/draining");
    t.is(draining.statusCode, 200);
    t.is(draining.headers.connection, "close");
    t.is((await get(port, agent, "/under-way?delay=1s")).statusCode, 200);
    t.deepEqual(await ended, [0, null]);
  },
);

proven(`an invalid duration is refused at the start${suffix}`, async (t) => {
  const error = await t.throwsAsync(run(binary, [], { env: { DRAIN: "soon" } }));
  t.regex(error?.message ?? "", /DRAIN must be a duration such as 250ms, not "soon"/);
});

async function get(port: number, agent: Agent, path: string): Promise<IncomingMessage> {
  const sent = request({ host: "127.0.0.1", port, path, agent });
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  response.resume();
  await once(response, "end");
  return response;
}

interface Http2Answer {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly trailers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

function overHttp2(port: number, headers: Record<string, string>, body?: Buffer): Promise<Http2Answer> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://127.0.0.1:${port}`).once("error", reject);
    const stream = session.request(headers, { endStream: body === undefined }).once("error", reject);
    const chunks: Buffer[] = [];
    let answer: Http2Answer["headers"] = {};
    let trailers: Http2Answer["trailers"] = {};
    stream.on("response", (received) => {
      answer = received;
    });
    stream.on("trailers", (received) => {
      trailers = received;
    });
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      session.close();
      resolve({ headers: answer, trailers, body: Buffer.concat(chunks) });
    });
    if (body !== undefined) stream.end(body);
  });
}

proven(`gRPC's own health service says that it serves${suffix}`, async (t) => {
  const { port } = await startEcho(t);
  const check = { service: "", tls: false, timeout: 2_000 };
  t.is(await askHealth(connectTcp(port, "127.0.0.1"), check), "SERVING");
});
