import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { assertReachable, endpointOf, unreachable } from "../../../core/kubernetes/reachable.ts";
import { UserError } from "../../../core/model/user-error.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const endpoints: readonly [string, ReturnType<typeof endpointOf>][] = [
  ["https://10.0.0.1:6443", { host: "10.0.0.1", port: 6443 }],
  ["https://api.example.com", { host: "api.example.com", port: 443 }],
  ["http://127.0.0.1", { host: "127.0.0.1", port: 80 }],
  ["https://[::1]:6443", { host: "::1", port: 6443 }],
];

for (const [server, endpoint] of endpoints) {
  test(`${server} is dialled at ${endpoint.host} port ${endpoint.port}`, (t) => {
    t.deepEqual(endpointOf({ server }), endpoint);
  });
}

test("a listening server is reachable, and a closed one is refused with context and advice", async (t) => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const kubeconfig = await kubeconfigFor(t, port);
  const answers = async () => 200;
  await t.notThrowsAsync(assertReachable({ kubeconfig }, undefined, answers));

  server.close();
  await once(server, "close");
  const error = await t.throwsAsync(assertReachable({ kubeconfig }));
  t.true(error instanceof UserError);
  t.is(
    error?.message,
    `the Kubernetes API server https://127.0.0.1:${port} (context "lab") cannot be reached: connection refused; check that it runs, that this machine has a route to it, and that the context is the right one; nothing was changed`,
  );
});

test("a server that never answers is refused after eight seconds", async (t) => {
  const asked: number[] = [];
  const kubeconfig = await kubeconfigFor(t, 1);
  await t.throwsAsync(
    assertReachable({ kubeconfig }, async (_, timeout) => {
      asked.push(timeout);
      return "no answer within 8 s";
    }),
    {
      message: unreachable(
        { server: "https://127.0.0.1:1", context: "lab", proxied: false },
        "no answer within 8 s",
      ),
    },
  );
  t.deepEqual(asked, [8000]);
});

const there = async () => undefined;

for (const status of [200, 403, 404]) {
  test(`status ${status} is of a server that knows who asks`, async (t) => {
    const kubeconfig = await kubeconfigFor(t, 1);
    await t.notThrowsAsync(assertReachable({ kubeconfig }, there, async () => status));
  });
}

test("credentials that the server does not accept are told before anything is planned", async (t) => {
  const kubeconfig = await kubeconfigFor(t, 1);
  await t.throwsAsync(
    assertReachable({ kubeconfig }, there, async () => 401),
    {
      instanceOf: UserError,
      message:
        'the Kubernetes API server https://127.0.0.1:1 (context "lab") does not accept the credentials of the kubeconfig (status 401): log in again, or correct the user of its context; nothing was changed',
    },
  );
});

test("a server that hangs up on HTTPS is told with the context", async (t) => {
  const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  const kubeconfig = await kubeconfigFor(t, (server.address() as AddressInfo).port);
  await t.throwsAsync(assertReachable({ kubeconfig }), {
    instanceOf: UserError,
    message:
      /^the API server https:\/\/127\.0\.0\.1:\d+ did not answer: .* \(context "lab"\); nothing was changed$/,
  });
});

async function kubeconfigFor(t: ExecutionContext, port: number): Promise<string> {
  const path = join(await temporaryFolder(t), "config");
  await writeFile(
    path,
    JSON.stringify({
      "current-context": "lab",
      contexts: [{ name: "lab", context: { cluster: "lab" } }],
      clusters: [{ name: "lab", cluster: { server: `https://127.0.0.1:${port}` } }],
    }),
  );
  return path;
}
