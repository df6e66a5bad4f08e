import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import test, { type ExecutionContext } from "ava";
import { ApiError, createClient, Unreachable } from "../../../../lab/plugins/kubernetes/client.ts";

async function serve(t: ExecutionContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const connection = (server: string) => ({ server, namespace: "default", insecure: false });

test("a server that says nothing is given up on, and named", async (t) => {
  const server = await serve(t, () => {});
  const client = createClient(connection(server), 200);
  const error = await t.throwsAsync(client("GET", "/api/v1"), { instanceOf: Unreachable });
  t.is(
    error.message,
    `The Kubernetes API server at ${server} cannot be reached (no answer within 0.2 s): ` +
      "check that it runs, and the server and certificates in the kubeconfig.",
  );
});

test("a refusal carries the API server's words", async (t) => {
  const server = await serve(t, (_, response) => {
    response.writeHead(403).end(JSON.stringify({ message: "not for you", reason: "Forbidden" }));
  });
  const error = await t.throwsAsync(createClient(connection(server))("GET", "/"), { instanceOf: ApiError });
  t.deepEqual([error.status, error.reason, error.message], [403, "Forbidden", "not for you"]);
});

test("a server that is busy is asked again, one that stays busy is not", async (t) => {
  let asked = 0;
  const server = await serve(t, (request, response) => {
    asked++;
    const busy = request.url === "/always" || asked < 3;
    response.writeHead(busy ? 429 : 200).end(JSON.stringify({ asked }));
  });
  const client = createClient(connection(server));
  t.deepEqual(await client("GET", "/twice"), { status: 200, body: { asked: 3 } });
  asked = 0;
  await t.throwsAsync(client("GET", "/always"), { instanceOf: ApiError });
  t.is(asked, 5);
});

test("a token is sent as a bearer", async (t) => {
  const server = await serve(t, ({ headers }, response) => {
    response.end(JSON.stringify({ said: headers.authorization }));
  });
  const { body } = await createClient({ ...connection(server), token: "abc" })("GET", "/");
  t.deepEqual(body, { said: "Bearer abc" });
});
