import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { KubeConfig } from "@kubernetes/client-node";
import test from "ava";
import { openForward } from "../../../core/kubernetes/port-forward.ts";

/** The access to an API server on loopback that does this with each connection. */
async function serving(
  t: { teardown(end: () => void): void },
  answer: (socket: Socket) => void,
): Promise<KubeConfig> {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [
      {
        name: "c",
        server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        skipTLSVerify: true,
      },
    ],
    users: [{ name: "u" }],
    contexts: [{ name: "c", cluster: "c", user: "u" }],
    currentContext: "c",
  });
  return config;
}

const target = { namespace: "web", pod: "a", port: 9000 };
const refusal = "the API server does not forward to pod web/a: ";

test("an API server that does not answer is given up in time, and so is its connection", async (t) => {
  const hungUp = Promise.withResolvers<void>();
  const config = await serving(t, (socket) => {
    socket.on("error", () => {});
    socket.on("close", () => hungUp.resolve());
    socket.resume();
  });
  await t.throwsAsync(openForward(config, { ...target, timeout: 100 }), {
    message: `${refusal}nothing came within 0.1 s`,
  });
  await hungUp.promise;
});

test("a refusal is told in the API server's words", async (t) => {
  const config = await serving(t, (socket) => {
    socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
  });
  await t.throwsAsync(openForward(config, { ...target, timeout: 5_000 }), {
    message: `${refusal}Unexpected server response: 403`,
  });
});
