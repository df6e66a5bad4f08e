import { once } from "node:events";
import { createServer, type Server } from "node:http";
import test, { type ExecutionContext } from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { run } from "../../../lab/machine/run.ts";
import { send, Unreached } from "../../../lab/requests/send.ts";
import { findOnPath } from "../../../lab/tools/source.ts";
import { standIns } from "../stand-ins.ts";

/** Answers 404 so many times, then with the host and path it was asked for. */
async function serverOf(t: ExecutionContext, refusals: number): Promise<number> {
  let left = refusals;
  const server: Server = createServer((request, response) => {
    response.statusCode = left-- > 0 ? 404 : 200;
    response.end(`${request.headers.host}${request.url}\nmore`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

const request = { class: "public", service: "web", scheme: "http", host: "a.example", path: "/v2" } as const;
const options = (port: number, patience?: number) => ({
  request,
  endpoints: [{ address: "127.0.0.1", http: port, https: port }],
  certificate: "",
  ...(patience === undefined ? {} : { patience }),
});

const withCurl = findOnPath("curl") === undefined ? test.serial.skip : test.serial;

withCurl("the curl that is printed is the one that was answered", async (t) => {
  const port = await serverOf(t, 1);
  const answered = await send(options(port));
  t.deepEqual(answered, {
    command: `curl -sS --fail --resolve a.example:${port}:127.0.0.1 http://a.example:${port}/v2`,
    byNode: false,
    body: `a.example:${port}/v2`,
  });
  t.is((await run("sh", ["-c", answered.command])).stdout, `a.example:${port}/v2\nmore`);
});

test.serial("without curl Node sends the same, and the curl is told all the same", async (t) => {
  const port = await serverOf(t, 1);
  const before = process.env.PATH;
  process.env.PATH = "/nowhere";
  t.teardown(() => {
    process.env.PATH = before;
  });
  t.deepEqual(await send(options(port)), {
    command: `curl -sS --fail --resolve a.example:${port}:127.0.0.1 http://a.example:${port}/v2`,
    byNode: true,
    body: `a.example:${port}/v2`,
  });
});

test.serial(
  "a class that goes on answering with an error is told with the command that shows it",
  async (t) => {
    await standIns(t, { curl: "echo 'curl: (22) The requested URL returned error: 503' >&2; exit 22" });
    const port = await serverOf(t, 0);
    await t.throwsAsync(send(options(port, 600)), {
      instanceOf: UserError,
      message: `Class public does not serve web (curl: (22) The requested URL returned error: 503), asked by \`curl -sS --fail --resolve a.example:${port}:127.0.0.1 http://a.example:${port}/v2\`.`,
    });
  },
);

test.serial("addresses that do not answer are told", async (t) => {
  await t.throwsAsync(send(options(1, 0)), {
    instanceOf: Unreached,
    message: "Class public is not reached from this machine: 127.0.0.1:1.",
  });
  await t.throwsAsync(send({ ...options(1), endpoints: [] }), {
    instanceOf: Unreached,
    message: "Class public is not reached from this machine: no node is ready.",
  });
});
