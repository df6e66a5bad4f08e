import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import type { TLSSocket } from "node:tls";
import test from "ava";
import { type ApiServer, openApiServer } from "../../../core/kubernetes/api-server.ts";
import { ConfigError } from "../../../core/model/problems.ts";
import { run } from "../../../lab/machine/run.ts";

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly host: string | undefined;
  readonly body: string;
}

let folder: string;
let server: Server;
let api: ApiServer;
let connections = 0;
let seen: Seen[] = [];
/** Resolved once the client has left an answer that does not end. */
let left = Promise.withResolvers<void>();

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), "exposure-api-server-"));
  const [key, cert] = [join(folder, "tls.key"), join(folder, "tls.crt")];
  const subject = ["-subj", "/CN=api", "-addext", "subjectAltName=IP:127.0.0.1"];
  const pair = ["-keyout", key, "-out", cert];
  await run("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, ...pair]);
  server = createServer(
    { key: await readFile(key), cert: await readFile(cert), requestCert: true, rejectUnauthorized: false },
    async (request, response) => {
      const { method, url, headers } = request;
      seen.push({
        method,
        url,
        type: headers["content-type"],
        host: headers.host,
        body: await text(request),
      });
      if (url === "/endless" || url === "/trickle") {
        const every = url === "/endless" ? 0 : 20;
        const piece = url === "/endless" ? "x".repeat(4_096) : ".";
        const timer = setInterval(() => response.write(piece), every);
        response.on("close", () => {
          clearInterval(timer);
          left.resolve();
        });
        return;
      }
      if (url === "/last") response.setHeader("connection", "close");
      if (url === "/who") {
        const { subject } = (request.socket as TLSSocket).getPeerCertificate();
        return response.end(JSON.stringify({ certificate: subject?.CN, token: headers.authorization }));
      }
      if (url === "/unknown") response.statusCode = 401;
      if (url?.startsWith("/refused")) response.statusCode = 409;
      response.end(
        JSON.stringify(response.statusCode === 409 ? { message: "somebody else has it" } : { url }),
      );
    },
  );
  server.on("secureConnection", () => connections++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const kubeconfig = join(folder, "kubeconfig");
  const cluster = { server: `https://127.0.0.1:${port}`, "certificate-authority": cert };
  await writeFile(
    kubeconfig,
    JSON.stringify({
      "current-context": "c",
      clusters: [{ name: "c", cluster }],
      contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
      users: [{ name: "u", user: { token: "t" } }],
    }),
  );
  api = await openApiServer({ kubeconfig });
});
test.after.always(async () => {
  server?.closeAllConnections();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});
test.beforeEach(() => {
  connections = 0;
  seen = [];
  left = Promise.withResolvers<void>();
});

test.serial("requests in sequence share one connection", async (t) => {
  for (const path of ["/a", "/b", "/c"]) t.deepEqual(await api.get(path), { url: path });
  t.is(connections, 1);
});

test.serial("parallel requests share at most 32 connections", async (t) => {
  await Promise.all(Array.from({ length: 200 }, () => api.get("/a")));
  t.is(seen.length, 200);
  t.true(connections <= 32, `${connections}`);
});

test.serial("a connection that the server has closed is not used again", async (t) => {
  await api.get("/last");
  server.closeIdleConnections();
  t.deepEqual(await api.get("/a"), { url: "/a" });
});

test.serial("an object is applied by the given field manager", async (t) => {
  const by = { manager: "pulumi-kubernetes-1a2b3c4d", force: false };
  await api.apply("/ingresses/shop", { kind: "Ingress" }, by);
  const [{ method, url, type, body } = {}] = seen;
  t.deepEqual(
    [method, url, type, body],
    [
      "PATCH",
      "/ingresses/shop?fieldManager=pulumi-kubernetes-1a2b3c4d&force=false",
      "application/apply-patch+yaml",
      '{"kind":"Ingress"}',
    ],
  );
});

test.serial(
  "of several kubeconfigs the first with a current context is connected to, as kubectl does",
  async (t) => {
    const elsewhere = join(folder, "elsewhere");
    await writeFile(
      elsewhere,
      JSON.stringify({
        "current-context": "e",
        clusters: [{ name: "e", cluster: { server: "https://127.0.0.1:1" } }],
        contexts: [{ name: "e", context: { cluster: "e", user: "u" } }],
        users: [{ name: "u", user: { token: "another" } }],
      }),
    );
    const before = process.env.KUBECONFIG;
    process.env.KUBECONFIG = [join(folder, "gone"), join(folder, "kubeconfig"), elsewhere].join(delimiter);
    t.teardown(() => {
      if (before === undefined) delete process.env.KUBECONFIG;
      else process.env.KUBECONFIG = before;
    });
    t.deepEqual(await (await openApiServer({})).get("/a"), { url: "/a" });
    await t.throwsAsync((await openApiServer({ context: "e" })).get("/a"), { message: /127\.0\.0\.1:1 / });
  },
);

test.serial("a missing context is refused before anything is sent", async (t) => {
  await t.throwsAsync(openApiServer({ kubeconfig: join(folder, "kubeconfig"), context: "prod" }), {
    instanceOf: ConfigError,
    message: 'context: expected a context of the kubeconfig (there are: c), got "prod"',
  });
});

test.serial("an object is changed by a merge patch of the given field manager", async (t) => {
  await api.merge("/ingresses/shop", { spec: { tls: null } }, "pulumi-kubernetes");
  const [{ method, url, type, body } = {}] = seen;
  t.deepEqual(
    [method, url, type, body],
    [
      "PATCH",
      "/ingresses/shop?fieldManager=pulumi-kubernetes",
      "application/merge-patch+json",
      '{"spec":{"tls":null}}',
    ],
  );
});

for (const [what, user, seenAs] of [
  ["a token", { token: "t" }, { token: "Bearer t" }],
  [
    "a client certificate beside the kubeconfig",
    { "client-certificate": "tls.crt", "client-key": "tls.key" },
    { certificate: "api" },
  ],
] as const) {
  test.serial(`the API server knows a user by ${what}`, async (t) => {
    const own = join(folder, `kubeconfig-${what.replaceAll(" ", "-")}`);
    const config = JSON.parse(await readFile(join(folder, "kubeconfig"), "utf8"));
    await writeFile(own, JSON.stringify({ ...config, users: [{ name: "u", user }] }));
    t.deepEqual(await (await openApiServer({ kubeconfig: own })).get("/who"), seenAs);
  });
}

test.serial("credentials that the API server does not know are told with the way out", async (t) => {
  await t.throwsAsync(api.get("/unknown"), {
    message:
      "the API server does not accept the credentials of the kubeconfig (status 401): log in again, or correct the user of its context",
  });
});

test.serial("a refusal is reported in the API server's words", async (t) => {
  await t.throwsAsync(api.apply("/refused", {}, { manager: "m", force: false }), {
    message: "the API server refused (status 409): somebody else has it",
  });
});

test.serial("another Host does not change which certificate is expected", async (t) => {
  t.is((await api.ask("/a", { host: "shop.example", timeout: 5_000 })).status, 200);
  t.is(seen[0]?.host, "shop.example");
});

test.serial("of a body that does not end the beginning is enough, and the connection is left", async (t) => {
  const { status, body } = await api.ask("/endless", { timeout: 5_000 });
  t.is(status, 200);
  t.true(body.length > 10 * 1024 && body.length < 200 * 1024, `${body.length}`);
  await left.promise;
});

test.serial("an answer that trickles has until the probe's timeout", async (t) => {
  await t.throwsAsync(api.ask("/trickle", { timeout: 200 }), {
    message: /did not answer: no whole answer within 0\.2 s$/,
  });
  await left.promise;
});
