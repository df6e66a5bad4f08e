import { spawn } from "node:child_process";
import { once } from "node:events";
import http2 from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { ensureLoadGenerator } from "../../../bench/load/build.ts";
import { runLoad, startLoad, stopUnderWay } from "../../../bench/load/load.ts";
import { answer, closedPort, listen, scriptedServer } from "./scripted-server.ts";

test.before("build the generator", async (t) => {
  t.timeout(120_000);
  await ensureLoadGenerator();
});

const brief = { seconds: 20, connections: 1 } as const;
const loadModule = new URL("../../../bench/load/load.ts", import.meta.url).href;

test.serial("every request is counted exactly once, without gaps in the ids", async (t) => {
  const server = await scriptedServer(t, (socket) => socket.write(answer("web")));
  const result = await runLoad({
    targets: [server.target],
    seconds: 20,
    connections: 8,
    count: 500,
    name: "run",
    ids: true,
    path: "/v2?a=b",
    host: "hello-world.example",
    headers: { "X-Mark": "always: yes", Cookie: "a=b" },
  });
  t.like(result, { requests: 500, ok: 500, failed: 0, failures: {}, statuses: { 200: 500 }, connections: 8 });
  t.is(result.services.web?.answers, 500);
  const lines = server.heads.map((head) => head.split("\r\n"));
  const seen = lines.map(([line]) => line).toSorted();
  t.deepEqual(seen, Array.from({ length: 500 }, (_, n) => `GET /v2?a=b&id=run-${n} HTTP/1.1`).toSorted());
  t.true(lines.every((line) => line[1] === "Host: hello-world.example"));
  t.true(lines.every((line) => line.includes("X-Mark: always: yes") && line.includes("Cookie: a=b")));
});

test.serial("only the expected status is a success, even if the answer is 200", async (t) => {
  const server = await scriptedServer(t, (socket, { count }) =>
    socket.write(answer("web", { status: count === 0 ? 301 : 200 })),
  );
  const result = await runLoad({ ...brief, targets: [server.target], count: 2, status: 301 });
  t.like(result, { ok: 1, failures: { status: 1 }, statuses: { 200: 1, 301: 1 } });
});

test.serial(
  "a connection closed by the server between two requests is a reconnect, not a failure",
  async (t) => {
    const server = await scriptedServer(t, (socket) => {
      socket.write(answer("web"));
      setTimeout(() => socket.end(), 20); // long before the next request is due
    });
    const result = await runLoad({ ...brief, targets: [server.target], count: 5, rate: 10 });
    t.like(result, { ok: 5, failed: 0, reconnects: 4, connections: 5 });
    t.is(server.heads.length, 5);
  },
);

test.serial("a close that the server announces is no reconnect and no failure", async (t) => {
  const server = await scriptedServer(t, (socket) => socket.end(answer("web", { close: true })));
  const result = await runLoad({ ...brief, targets: [server.target], count: 5 });
  t.like(result, { ok: 5, failed: 0, reconnects: 0, connections: 5 });
});

test.serial("close mode opens a connection for each request and says so to the server", async (t) => {
  const server = await scriptedServer(t, (socket) => socket.end(answer("web", { close: true })));
  const result = await runLoad({
    ...brief,
    connections: 4,
    targets: [server.target],
    count: 40,
    close: true,
  });
  t.like(result, { ok: 40, failed: 0, connections: 40 });
  t.is(server.connections(), 40);
  t.true(server.heads.every((head) => head.includes("Connection: close")));
});

test.serial("close mode moves to the next target after failures too, with each target as Host", async (t) => {
  const server = await scriptedServer(t, (socket) => socket.end(answer("web", { close: true })));
  const targets = [await closedPort(), server.target];
  const result = await runLoad({ ...brief, targets, count: 40, close: true });
  t.like(result, { ok: 20, failures: { "connect-refused": 20 } });
  t.true(server.heads.every((head) => head.includes(`Host: ${server.target}\r\n`)));
});

test.serial("a server that is slow to close delays no request", async (t) => {
  const server = await scriptedServer(t, (socket) => {
    socket.write(answer("web", { close: true }));
    setTimeout(() => socket.end(), 400);
  });
  const result = await runLoad({ ...brief, targets: [server.target], count: 3 });
  t.like(result, { ok: 3, failed: 0 });
  t.true(result.latency.max < 300, `${result.latency.max} ms`);
});

test.serial("a late answer does not lower the rate", async (t) => {
  const server = await scriptedServer(t, (socket, { count }) => {
    if (count !== 5) socket.write(answer("web"));
  });
  const plan = { ...brief, targets: [server.target], connections: 2, seconds: 0.5, rate: 100, timeout: 2 };
  const result = await runLoad(plan);
  t.deepEqual(result.failures, { timeout: 1 });
  t.true(result.seconds > 2 && result.rps > 80, `${result.rps} requests/s in ${result.seconds} s`);
});

test.serial("connections are spread over the targets, each with its own counts", async (t) => {
  const servers = [
    await scriptedServer(t, (socket) => socket.write(answer("a"))),
    await scriptedServer(t, (socket) => socket.write(answer("b", { status: 503 }))),
  ];
  const targets = servers.map(({ target }) => target);
  const result = await runLoad({ seconds: 20, connections: 4, targets, count: 400, rate: 2000 });
  t.deepEqual(
    servers.map(({ connections }) => connections()),
    [2, 2],
  );
  const counted = targets.map((target) => result.targets[target]);
  t.like(counted[0], { failed: 0, firstFailure: 0, lastFailure: 0 });
  const { firstFailure = 0, lastFailure = 0 } = counted[1] ?? {};
  t.true(result.started < firstFailure && firstFailure < lastFailure && lastFailure <= result.ended);
  t.is(counted[0]?.ok, servers[0]?.heads.length);
  t.is(counted[1]?.ok, 0);
  t.is(counted[1]?.failed, servers[1]?.heads.length);
});

test.serial("spells show that one service answered only after the other's last answer", async (t) => {
  const server = await scriptedServer(t, (socket, { count }) =>
    socket.write(answer(count < 100 || count >= 200 ? "primary" : "emergency")),
  );
  const result = await runLoad({
    seconds: 20,
    connections: 4,
    targets: [server.target],
    count: 300,
    rate: 200,
    gap: 250,
  });
  t.deepEqual(
    result.spells.map(({ service, answers }) => [service, answers]),
    [
      ["primary", 100],
      ["emergency", 100],
      ["primary", 100],
    ],
  );
  const [before, during, after] = result.spells;
  t.true(before !== undefined && during !== undefined && after !== undefined);
  t.true(Number(during?.last) <= Number(after?.last) && Number(before?.first) < Number(during?.first));
  t.is(result.services.primary?.first, before?.first);
  t.is(result.services.primary?.last, after?.last);
});

test.serial(
  "a fixed rate keeps to its schedule and charges a stall to every request it kept waiting",
  async (t) => {
    const server = await scriptedServer(t, (socket, { count }) =>
      count === 10 ? setTimeout(() => socket.write(answer("web")), 500) : socket.write(answer("web")),
    );
    const result = await runLoad({ ...brief, targets: [server.target], count: 100, rate: 100 });
    t.like(result, { ok: 100, failed: 0 });
    t.true(result.seconds >= 0.98 && result.seconds < 1.5, `${result.seconds} s`);
    // 49 requests were due during the stall of half a second: the median of them waited for about 250 ms
    t.true(result.latency.p90 > 250, `p90 ${result.latency.p90} ms`);
    t.true(result.latency.max >= 500, `max ${result.latency.max} ms`);
  },
);

test.serial("time ends a load, and so does stop, with every request accounted for", async (t) => {
  const server = await scriptedServer(t, (socket) => socket.write(answer("web")));
  const timed = await runLoad({ ...brief, targets: [server.target], seconds: 0.3, rate: 200 });
  t.true(timed.seconds < 2 && timed.requests <= 61 && timed.requests === server.heads.length);

  const before = server.heads.length;
  const load = await startLoad({ ...brief, targets: [server.target], rate: 200 });
  await load.flowing;
  const stopped = await load.stop();
  t.true(stopped.seconds < 5);
  t.like(stopped, { failed: 0, ok: server.heads.length - before, stopped: true });
});

test.serial("stopping a load that is already over is an error", async (t) => {
  const server = await scriptedServer(t, (socket) => socket.write(answer("web")));
  const plan = { ...brief, name: "short", targets: [server.target], rate: 200 };
  const over = await startLoad({ ...plan, count: 3 });
  t.false((await over.result).stopped);
  await t.throwsAsync(stopUnderWay(over), { message: /^The load short was over after 0 s, before/ });
  const running = await startLoad(plan);
  await running.flowing;
  t.true((await stopUnderWay(running)).stopped);
});

test.serial("a load ends with the process that started it, even if that is killed", async (t) => {
  const server = await scriptedServer(t, (socket) => socket.write(answer("web")));
  const plan = { ...brief, targets: [server.target], rate: 200 };
  const program = `
    const { startLoad } = await import(${JSON.stringify(loadModule)});
    await (await startLoad(${JSON.stringify(plan)})).flowing;
    process.kill(process.pid, "SIGKILL");`;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: "ignore" });
  const [, signal] = await once(parent, "exit");
  t.is(signal, "SIGKILL");
  await sleep(500);
  const then = server.heads.length;
  t.true(then > 0);
  await sleep(500);
  t.is(server.heads.length, then);
});

test.serial(
  "gRPC: the message arrives whole, the call's status decides success, and the service is identified",
  async (t) => {
    let received = 0;
    const server = http2.createServer();
    server.on("stream", (stream, headers) => {
      stream.on("data", (chunk: Buffer) => {
        received += chunk.length;
      });
      stream.on("end", () => {
        const status = headers[":path"] === "/feed.FeedBack/Echo" ? "0" : "12";
        stream.respond(
          { "content-type": "application/grpc", "x-service": "feedback" },
          { waitForTrailers: true },
        );
        stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": status }));
        stream.end();
      });
    });
    const target = await listen(server);
    t.teardown(() => server.close());
    const size = 3_000_000;
    const call = { ...brief, targets: [target], protocol: "grpc", body: size, count: 1 } as const;
    t.like(await runLoad({ ...call, path: "/feed.FeedBack/Echo" }), {
      ok: 1,
      failed: 0,
      services: { feedback: { answers: 1 } },
    });
    t.is(received, size + 5);
    t.like(await runLoad({ ...call, path: "/feed.FeedBack/Other" }), {
      ok: 0,
      failures: { "grpc-status": 1 },
    });
  },
);
