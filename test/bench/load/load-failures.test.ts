import test from "ava";
import { ensureLoadGenerator } from "../../../bench/load/build.ts";
import { runLoad } from "../../../bench/load/load.ts";
import type { FailureKind } from "../../../bench/load/result.ts";
import { answer, closedPort, type Script, scriptedServer } from "./scripted-server.ts";

test.before("build the generator", async (t) => {
  t.timeout(120_000);
  await ensureLoadGenerator();
});

const brief = { seconds: 20, connections: 1 } as const;

const misbehaviours: readonly {
  readonly title: string;
  readonly kind: FailureKind;
  readonly script: Script;
  readonly message: RegExp;
  readonly close?: boolean;
  readonly retryable?: number;
}[] = [
  {
    title: "a reset instead of an answer",
    kind: "reset",
    script: (socket) => socket.resetAndDestroy(),
    message: /reset by peer/,
    retryable: 2,
  },
  {
    title: "a close instead of an answer",
    kind: "eof",
    script: (socket) => socket.end(),
    message: /EOF/,
    retryable: 2,
  },
  {
    title: "a close instead of an answer on a new connection, which clients do not retry",
    kind: "eof",
    close: true,
    script: (socket) => socket.end(),
    message: /EOF/,
  },
  {
    title: "a close inside the body",
    kind: "truncated",
    script: (socket) => socket.end(answer("web").slice(0, -1)),
    message: /EOF/,
  },
  {
    title: "a reset inside the head",
    kind: "truncated",
    script: (socket) =>
      socket.write("HTTP/1.1 200 OK\r\nX-", () => setTimeout(() => socket.resetAndDestroy(), 50)),
    message: /reset by peer/,
  },
  { title: "silence", kind: "timeout", script: () => {}, message: /timeout/ },
  {
    title: "no HTTP",
    kind: "malformed",
    script: (socket) => socket.write("220 mail.example ESMTP\r\n"),
    message: /status line "220 mail/,
  },
  {
    title: "502",
    kind: "status",
    script: (socket) => socket.write(answer("web", { status: 502 })),
    message: /^status 502$/,
  },
  {
    title: "a redirect",
    kind: "status",
    script: (socket) => socket.write(answer("web", { status: 301 })),
    message: /^status 301$/,
  },
  {
    title: "an answer of another service",
    kind: "wrong-service",
    script: (socket) => socket.write(answer("stranger")),
    message: /^answered by "stranger"$/,
  },
];

for (const { title, kind, script, message, close = false, retryable = 0 } of misbehaviours) {
  test.serial(`a failure: ${title}`, async (t) => {
    // every third request is answered badly
    const server = await scriptedServer(t, (socket, request) =>
      request.count % 3 === 1 ? script(socket, request) : socket.write(answer("web", { close })),
    );
    const result = await runLoad({
      ...brief,
      targets: [server.target],
      services: ["web"],
      count: 6,
      close,
      timeout: kind === "timeout" ? 1 : 10,
      name: "run",
    });
    t.deepEqual(result.failures, { [kind]: 2 });
    t.like(result, { requests: 6, ok: 4, failed: 2, retryable });
    t.is(result.services.web?.answers, 4);
    const [example] = result.examples;
    t.is(result.examples.length, 2);
    t.like(example, { kind, id: "run-1", target: server.target });
    t.regex(example?.message ?? "", message);
    t.true(example !== undefined && example.at >= result.started && example.at <= result.ended);
  });
}

test.serial("a failure: a closed port", async (t) => {
  const result = await runLoad({ ...brief, targets: [await closedPort()], count: 3 });
  t.deepEqual(result.failures, { "connect-refused": 3 });
  t.deepEqual(result.services, {});
});
