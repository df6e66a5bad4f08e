import test from "ava";
import { f5Definitions as f5File } from "../../core/controllers/f5/custom-resources.ts";
import { f5Services } from "../../core/controllers/f5/services.ts";
import { planFailover } from "../../core/failover/plan.ts";
import { openApiServer } from "../../core/kubernetes/api-server.ts";
import { installDefinitions, mayDefine, missingDefinitions } from "../../core/kubernetes/definitions.ts";
import type { SwitchArgs } from "../../core/model/failover.ts";
import type { ServiceArgs } from "../../core/model/service.ts";
import { type Cluster, ensureControlPlane, startCluster, stopCluster } from "../../lab/cluster/cluster.ts";
import { freePort } from "../../lab/cluster/port.ts";
import { classOf, service } from "../core/controllers/fixtures.ts";
import { f5Definitions } from "./f5-definitions.ts";

/** F5's kinds on a real API server, by definitions of this project's own making. Each test continues the previous one. */
const name = `exposure-test-custom-objects-${process.pid}`;
let cluster: Cluster;

test.before(async () => {
  cluster = await startCluster({ name, port: await freePort(), owned: true }, await ensureControlPlane());
});
test.after.always(() => stopCluster(name));

test.serial(
  "missing definitions are installed, waited for, and installed again without a change",
  async (t) => {
    const api = await openApiServer({ kubeconfig: cluster.kubeconfig });
    t.is((await missingDefinitions(api, f5File)).length, 5);
    t.true(await mayDefine(api));
    await installDefinitions(api, f5Definitions, f5File);
    t.deepEqual(await missingDefinitions(api, f5File), []);
    await installDefinitions(api, f5Definitions, f5File);
  },
);

const services: Readonly<Record<string, Partial<ServiceArgs>>> = {
  plain: { paths: [{ path: "/v2" }, { path: "/e", type: "Exact" }] },
  secured: {
    tls: { secret: "shop-tls" },
    forceHttps: 307,
    hsts: true,
    protocol: "https",
    backendTls: { ca: "shop-ca", serverName: "shop.internal", clientCertificate: "proxy" },
    basicAuth: { secret: "users" },
  },
  limited: {
    bodySize: "0",
    timeouts: { connect: "5s", read: "500s", send: "1h" },
    buffering: false,
    upstreamKeepAlive: 7,
    rateLimit: { requestsPerMinute: 10, header: "X-Key" },
    allow: ["192.0.2.0/24"],
    sticky: { cookie: "route", expires: "1h", sameSite: "lax" },
    headers: { request: { "X-Zone": "eu" }, response: { "X-Frame": "DENY" }, hide: ["Server"] },
    retries: { on: ["error", "http_502"], tries: 2, timeout: "9s" },
  },
  rewritten: { rewrite: "/v1", deny: ["192.0.2.1/32"] },
};
const switches: readonly SwitchArgs[] = [
  { mode: "off" },
  { mode: "on" },
  { mode: "drill" },
  { mode: "weighted", weight: 25 },
];

const objects = switches.flatMap((entry, index) =>
  Object.entries(services).flatMap(([title, args]) => {
    const shop = service(`${title}-${index}`, {
      kind: "VirtualServer",
      backend: { service: "shop", port: 80 },
      emergency: { service: "shop-2", port: 81 },
      ...args,
    });
    const spec = classOf("f5", { customResources: true, snippets: title === "limited" });
    const plans = f5Services.plan(spec, planFailover({ services: { [shop.name]: entry } }, [shop]));
    return plans.services.flatMap((plan) => plan.objects.map(({ manifest }) => manifest));
  }),
);

const apply = (items: readonly object[]) =>
  cluster.kubectl.run(
    ["apply", "--server-side", "--dry-run=server", "--validate=strict", "-o", "name", "-f", "-"],
    { input: JSON.stringify({ apiVersion: "v1", kind: "List", items }) },
  );

test.serial("the API server takes every VirtualServer and Policy with strict field validation", async (t) => {
  const { stdout } = await apply(objects);
  t.is(stdout.trimEnd().split("\n").length, objects.length);
  t.is(objects.filter(({ kind }) => kind === "Policy").length, 20);
  t.is(objects.filter(({ kind }) => kind === "VirtualServer").length, 16);
});

test.serial("and no field that its definition lacks", async (t) => {
  const [first] = objects;
  const wrong = { ...first, spec: { ...first?.spec, upstream: "one" } };
  await t.throwsAsync(apply([wrong]), {
    message: /unknown field "upstream"|\.spec\.upstream: field not declared/,
  });
});
