import type { Stack } from "@pulumi/pulumi/automation/index.js";
import test from "ava";
import { f5Definitions as f5File } from "../../core/controllers/f5/custom-resources.ts";
import { openApiServer } from "../../core/kubernetes/api-server.ts";
import { installDefinitions, mayDefine, missingDefinitions } from "../../core/kubernetes/definitions.ts";
import { putBackends } from "./backends.ts";
import { eventsOf } from "./events.ts";
import { f5Definitions } from "./f5-definitions.ts";
import { counts, type EngineFixture, type StackFile, startEngine } from "./fixture.ts";
import { masked, startCommand } from "./run-command.ts";

/** A service that is a VirtualServer, and its emergency switch. Each test continues the previous one. */
let engine: EngineFixture;
let stack: Stack;

const shop = {
  kind: "VirtualServer",
  hosts: ["shop.example"],
  paths: [{ path: "/shop" }],
  backend: { service: "shop", port: 8080 },
  emergency: { service: "shop-2" },
  allow: ["192.0.2.0/24"],
  rateLimit: { requestsPerSecond: 10 },
  headers: { request: { "X-Zone": "eu" }, hide: ["Server"] },
  retries: { tries: 2 },
  sticky: true,
};

const config: StackFile = {
  "exposure:classes": { public: { default: true, customResources: true } },
  "exposure:services": {
    shop,
    web: {
      hosts: ["web.example"],
      backend: { service: "web", port: "http" },
      deny: ["198.51.100.0/24"],
    },
  },
};

test.before(async () => {
  engine = await startEngine("virtual-server");
  await putBackends(engine.cluster.kubectl, [
    { service: "shop", port: "http", ready: 2 },
    { service: "shop-2", port: "http", ready: 1 },
  ]);
});
test.after.always(() => engine?.close());

const command = (line: string) => startCommand(stack, line).ended;
const routes = async () => (await engine.live("virtualserver", "shop")).spec.routes;
const proxy = (upstream: string) => ({
  proxy: {
    upstream,
    requestHeaders: { set: [{ name: "X-Zone", value: "eu" }] },
    responseHeaders: { hide: ["Server"] },
  },
});
const everyRoute = (rest: object) => ["=/shop", "/shop/"].map((path) => ({ path, ...rest }));

test.serial("definitions are installed once, by server-side apply, and waited for", async (t) => {
  const api = await openApiServer({ kubeconfig: engine.cluster.kubeconfig });
  t.is((await missingDefinitions(api, f5File)).length, 5);
  t.true(await mayDefine(api));
  await installDefinitions(api, f5Definitions, f5File);
  t.deepEqual(await missingDefinitions(api, f5File), []);
  await installDefinitions(api, f5Definitions, f5File);
});

test.serial(
  "an update makes the Policies and what names them, and the next one changes nothing",
  async (t) => {
    stack = await engine.open("exposure", config);
    await stack.up();
    t.deepEqual(await engine.ours("policies.k8s.nginx.org"), [
      "default/shop-allow",
      "default/shop-rate-limit",
      "default/web-deny",
    ]);
    t.deepEqual(await engine.ours("virtualservers.k8s.nginx.org"), ["default/shop"]);
    t.deepEqual(await engine.ours("ingress"), ["default/web"]);
    t.deepEqual(await routes(), everyRoute({ action: proxy("primary") }));
    const { summary } = await stack.up();
    t.deepEqual(Object.keys(counts(summary.resourceChanges)), ["same"]);
  },
);

for (const [line, serves, rest] of [
  [
    "drill shop --reason test",
    "shop (drill: shop-2)",
    {
      matches: [
        { conditions: [{ header: "X-Exposure-Drill", value: "always" }], action: proxy("emergency") },
        {
          conditions: [{ header: "Cookie", value: "~(^|; ?)exposure-drill=always(;|$)" }],
          action: proxy("emergency"),
        },
      ],
      action: proxy("primary"),
    },
  ],
  [
    "weighted shop --weight 25 --reason test",
    "shop (weighted 25 %: shop-2)",
    {
      splits: [
        { weight: 75, action: proxy("primary") },
        { weight: 25, action: proxy("emergency") },
      ],
    },
  ],
  ["on shop --reason test", "shop-2", { action: proxy("emergency") }],
  ["off shop --reason over", "shop", { action: proxy("primary") }],
] as const) {
  test.serial(`${line}: one object is updated, and read back as such`, async (t) => {
    const { ok, lines } = await command(line);
    t.true(ok, lines.join("\n"));
    t.is(masked(lines.at(-1)), "1 of 1 services are served as asked for (update 1; engine <span>)");
    t.deepEqual(await routes(), everyRoute(rest));
    const status = await command("status shop");
    t.true(
      status.lines.some((row) => row.includes(` ${serves} `)),
      status.lines.join("\n"),
    );
  });
}

test.serial("the switch on and off are Events of the VirtualServer", async (t) => {
  const events = await eventsOf(engine, "shop", "virtualserver");
  t.deepEqual(
    events.map((event) => masked(event)?.replace(/ from now on.*/, "")),
    [
      "Warning EmergencyBackend: Service shop is served by its emergency backend shop-2",
      "Normal PrimaryBackend: Service shop is served by its primary backend shop",
    ],
  );
});

test.serial("a standby without endpoints refuses a drill and a switch", async (t) => {
  await putBackends(engine.cluster.kubectl, [{ service: "shop-2", port: "http", ready: 0 }]);
  for (const line of ["drill shop --reason test", "on shop --reason test"]) {
    const { ok } = await command(line);
    t.false(ok, line);
    t.deepEqual(await routes(), everyRoute({ action: proxy("primary") }));
  }
});

test.serial(
  "a service that becomes an Ingress again keeps its Policy, and its definitions stay",
  async (t) => {
    const { kind: _, rateLimit: __, ...ingress } = shop;
    const { "exposure:services": services } = config as { "exposure:services": object };
    stack = await engine.open("exposure", { ...config, "exposure:services": { ...services, shop: ingress } });
    const { summary } = await stack.up();
    t.deepEqual(counts(summary.resourceChanges).delete, 2);
    t.deepEqual(await engine.ours("ingress"), ["default/shop", "default/web"]);
    t.deepEqual(await engine.ours("policies.k8s.nginx.org"), ["default/shop-allow", "default/web-deny"]);
    await stack.destroy();
    const api = await openApiServer({ kubeconfig: engine.cluster.kubeconfig });
    t.deepEqual(await missingDefinitions(api, f5File), []);
  },
);
