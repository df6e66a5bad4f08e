import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import type { CustomObject } from "../../core/controllers/custom-object.ts";
import { f5Services } from "../../core/controllers/f5/services.ts";
import { switchedObject } from "../../core/controllers/service-plan.ts";
import { planFailover } from "../../core/failover/plan.ts";
import type { SwitchArgs } from "../../core/model/failover.ts";
import type { ServiceArgs } from "../../core/model/service.ts";
import { until } from "../../lab/machine/until.ts";
import { ensureUnpacked } from "../../lab/nodes/unpack.ts";
import { classOf, service } from "../core/controllers/fixtures.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { virtualServerConfiguration } from "./virtual-server-configuration.ts";

// apt, which downloads the packages, belongs to root.
const proven = process.getuid?.() === 0 ? test.serial : test.serial.skip;

const marked = { "x-exposure-drill": "always" };
const cookie = (value: string) => ({ cookie: value });

proven("a drill takes the requests with a mark, by header or by cookie, and no other", async (t) => {
  const ask = await serving(t, { mode: "drill" });
  for (const headers of [
    marked,
    cookie("exposure-drill=always"),
    cookie("a=1; exposure-drill=always; b=2"),
    cookie("a=1;exposure-drill=always"),
  ]) {
    t.is((await ask("/shop/x", headers)).body, "emergency /shop/x", JSON.stringify(headers));
  }
  for (const headers of [
    {},
    { "x-exposure-drill": "never" },
    cookie("exposure-drill=alwaysx"),
    cookie("xexposure-drill=always"),
    cookie("exposure-drill=never; a=always"),
  ]) {
    t.is((await ask("/shop/x", headers)).body, "primary /shop/x", JSON.stringify(headers));
  }
});

for (const mode of ["drill", "on", "off"] as const) {
  proven(`with ${mode} a path reaches the backend as the client sent it`, async (t) => {
    const ask = await serving(t, { mode });
    const serves = mode === "on" ? "emergency" : "primary";
    for (const path of ["/shop", "/shop/a%20b?x=%2F", "//shop/x", "/shop/%2e%2e/shop/x"]) {
      t.is((await ask(path)).body, `${serves} ${path}`);
    }
    t.is((await ask("/shopping")).status, 404);
    t.is((await ask("/internal_location_0_default")).status, 404, "no client's business");
  });
}

for (const [weight, least, most] of [
  [1, 0, 30],
  [25, 180, 320],
  [100, 1000, 1000],
] as const) {
  proven(`a weight of ${weight} takes its share of 1000 requests`, async (t) => {
    const ask = await serving(t, { mode: "weighted", weight });
    const bodies: string[] = [];
    for (let sent = 0; sent < 1000; sent++) bodies.push((await ask("/shop/x")).body);
    const taken = bodies.filter((body) => body === "emergency /shop/x").length;
    t.true(taken >= least && taken <= most, `${taken}`);
    t.is(bodies.filter((body) => body === "primary /shop/x").length, 1000 - taken);
  });
}

proven("headers are the same on both ways of a drill", async (t) => {
  const headers = { request: { "X-Zone": "eu" }, response: { "X-Frame": "DENY" }, hide: ["X-Secret"] };
  const ask = await serving(t, { mode: "drill" }, { headers });
  for (const mark of [marked, {}]) {
    const { headers: found } = await ask("/shop/x", mark);
    t.is(found["x-frame"], "DENY");
    t.is(found["x-secret"], undefined);
    t.is(found["x-seen-zone"], "eu");
  }
});

proven(
  "a rewrite holds while one backend serves; in parts it would escape twice, so it is refused",
  async (t) => {
    const rewrite = { rewrite: "/v1" };
    const ask = await serving(t, { mode: "on" }, rewrite);
    t.is((await ask("/shop/a%20b?x=1")).body, "emergency /v1/a%20b?x=1");
    t.is((await ask("/shop")).body, "emergency /v1/");
    const inParts = await serving(t, { mode: "drill" }, rewrite);
    t.is((await inParts("/shop/a%20b?x=1")).body, "primary /v1/a%2520b?x=1");
  },
);

type Ask = (
  path: string,
  headers?: Record<string, string>,
) => Promise<{ readonly status: number; readonly body: string; readonly headers: IncomingHttpHeaders }>;

/** A real nginx with the service's VirtualServer and two backends that say who they are. */
async function serving(
  t: ExecutionContext,
  entry: SwitchArgs,
  args: Partial<ServiceArgs> = {},
): Promise<Ask> {
  const folder = await temporaryFolder(t);
  const shop = service("shop", {
    kind: "VirtualServer",
    paths: [{ path: "/shop" }],
    backend: { service: "shop", port: 80 },
    emergency: { service: "shop-2" },
    ...args,
  });
  const [plan] = f5Services.plan(
    classOf("f5", { customResources: true }),
    planFailover({ services: { shop: entry } }, [shop]),
  ).services;
  if (plan === undefined) throw new Error("no plan");
  const backends = ["primary", "emergency"].map((name) => [name, join(folder, `${name}.sock`)] as const);
  const sockets = { server: join(folder, "nginx.sock"), upstreams: Object.fromEntries(backends) };
  for (const [name, socket] of backends) await backend(t, name, socket);
  await nginx(t, folder, virtualServerConfiguration(switchedObject(plan) as CustomObject, sockets));
  await until("nginx listens", 20_000, async () => connects(sockets.server));
  return (path, headers = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(
        { socketPath: sockets.server, path, headers: { host: "shop.example", ...headers } },
        (answer) => {
          let body = "";
          answer.on("data", (chunk) => {
            body += chunk;
          });
          answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body, headers: answer.headers }));
        },
      );
      sent.on("error", reject);
      sent.end();
    });
}

function backend(t: ExecutionContext, name: string, socket: string): Promise<Server> {
  const server = createServer(({ url, headers }, answer) => {
    answer.setHeader("X-Secret", "1");
    answer.setHeader("X-Seen-Zone", String(headers["x-zone"]));
    answer.end(`${name} ${url}`);
  });
  t.teardown(() => server.close());
  return new Promise((resolve) => server.listen(socket, () => resolve(server)));
}

async function nginx(t: ExecutionContext, folder: string, http: string): Promise<ChildProcess> {
  const binary = join(await ensureUnpacked("nginx"), "usr", "sbin", "nginx");
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder};`,
  );
  const file = join(folder, "nginx.conf");
  writeFileSync(
    file,
    `daemon off; master_process off; user root; pid ${folder}/pid; error_log stderr emerg; events {}
http { ${paths.join(" ")} access_log off; ${http} }`,
  );
  const child = spawn(binary, ["-c", file, "-e", "stderr"], { stdio: ["ignore", "ignore", "inherit"] });
  t.teardown(() => child.kill("SIGKILL"));
  return child;
}

function connects(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.once("connect", () => {
      connection.destroy();
      resolve(true);
    });
    connection.once("error", () => resolve(false));
  });
}
