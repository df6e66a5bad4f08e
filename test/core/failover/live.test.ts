import test from "ava";
import type { LiveObject } from "../../../core/controllers/live-view.ts";
import { nginxLiveView } from "../../../core/controllers/nginx/live-view.ts";
import { planServices } from "../../../core/controllers/plan-services.ts";
import { type PlannedService, switchedObject } from "../../../core/controllers/service-plan.ts";
import { changedBy, deviation, readLive } from "../../../core/failover/live.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import type { ControllerName } from "../../../core/model/controllers.ts";
import type { SwitchArgs } from "../../../core/model/failover.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { statusTable } from "../../../operations/failover/status.ts";
import { canaryControllers, renderedBy } from "../controllers/fixtures.ts";
import { resolveClass } from "../resolve-class.ts";

const rules = { "f:spec": { "f:rules": {} } };
const ingress = (managedFields: LiveObject["metadata"]["managedFields"]) => ({
  metadata: { name: "shop", namespace: "web", ...(managedFields && { managedFields }) },
  spec: {},
});

test("the time of a change is that of the last manager of the rules", (t) => {
  const fields = [
    { time: "2026-11-24T10:00:00Z", fieldsV1: rules },
    { time: "2026-11-24T11:00:00Z", fieldsV1: rules },
    { time: "2026-11-24T12:00:00Z", fieldsV1: { "f:status": {} } },
    { time: "2026-11-24T13:00:00Z", fieldsV1: { "f:spec": { "f:ingressClassName": {} } } },
    { fieldsV1: rules },
  ];
  t.is(changedBy({ live: nginxLiveView }, ingress(fields)), "2026-11-24T11:00:00Z");
});

test("without managed fields the time is unknown", (t) => {
  t.is(changedBy({ live: nginxLiveView }, ingress(undefined)), undefined);
});

const args = { backend: { service: "shop", port: 80 }, emergency: { service: "shop-2" } };
const standby = (service: string, port: string | number) => ({ ...args, emergency: { service, port } });
const plansOf = (controller: ControllerName, entry: SwitchArgs, of: ServiceArgs = args) =>
  renderedBy(controller, [resolveService("shop", of, "public")], { services: { shop: entry } }).ingresses;
/** The cluster after these plans. */
const liveOf = (planned: readonly PlannedService[]) =>
  new Map<string, LiveObject>(
    planned
      .flatMap(({ objects }) => objects.map(({ manifest }) => manifest))
      .map((object) => [`Ingress/${object.metadata.namespace}/${object.metadata.name}`, object]),
  );
const [off, on, drill, weighted, heavier] = [
  { mode: "off" },
  { mode: "on" },
  { mode: "drill" },
  { mode: "weighted", weight: 25 },
  { mode: "weighted", weight: 50 },
] as const satisfies readonly SwitchArgs[];

for (const controller of canaryControllers) {
  const canaryAtAnyTime = controller === "haproxy";
  for (const [planned, live, found] of [
    [off, off, undefined],
    [on, on, undefined],
    [drill, drill, undefined],
    [weighted, weighted, undefined],
    [on, off, "is served by shop in place of shop-2"],
    [off, on, "is served by shop-2 in place of shop"],
    [off, drill, "still has drill: shop-2"],
    [off, weighted, "still has weighted 25 %: shop-2"],
    [drill, off, canaryAtAnyTime ? "has nothing in place of drill: shop-2" : "has no canary Ingress"],
    [weighted, heavier, "has weighted 50 %: shop-2 in place of weighted 25 %: shop-2"],
    [drill, weighted, "has weighted 25 %: shop-2 in place of drill: shop-2"],
  ] as const) {
    const of = (entry: SwitchArgs) => `${entry.mode}${entry.weight === undefined ? "" : ` ${entry.weight}`}`;
    test(`${controller}: planned ${of(planned)} and live ${of(live)}: ${found ?? "as planned"}`, (t) => {
      const [plan] = plansOf(controller, planned);
      t.is(plan && deviation(plan, liveOf(plansOf(controller, live))), found);
    });
  }

  for (const [entry, serves] of [
    [off, "shop"],
    [on, "shop-2"],
    [drill, "shop (drill: shop-2)"],
    [weighted, "shop (weighted 25 %: shop-2)"],
  ] as const) {
    test(`${controller}: the table says of ${entry.mode} that ${serves} serves`, async (t) => {
      const planned = plansOf(controller, entry);
      const [, row] = await statusTable(planned, liveOf(planned), async () => undefined);
      t.is(row?.split(/ {2,}/)[5], serves);
    });
  }
}

const [usual, another, byName] = [standby("shop", 8081), standby("shop", 8082), standby("shop-2", "http")];
for (const controller of canaryControllers) {
  for (const [title, planned, live, found] of [
    ["on", [on, usual], [on, usual], undefined],
    ["off", [off, usual], [off, usual], undefined],
    ["a drill", [drill, usual], [drill, usual], undefined],
    ["on, and live off", [on, usual], [off, usual], "is served by shop:80 in place of shop:8081"],
    ["off, and live on", [off, usual], [on, usual], "is served by shop:8081 in place of shop:80"],
    ["off, and live a drill", [off, usual], [drill, usual], "still has drill: shop"],
    ["on, and live elsewhere", [on, usual], [on, args], "is served by shop-2 in place of shop"],
    ["on, and live another", [on, usual], [on, another], "is served by shop:8082 in place of shop:8081"],
    [
      "a drill, and live of another",
      [drill, usual],
      [drill, another],
      "has drill: shop:8082 in place of drill: shop:8081",
    ],
    [
      "named, and live by a number",
      [on, byName],
      [on, args],
      "is served by shop-2:80 in place of shop-2:http",
    ],
  ] as const) {
    test(`${controller}: a port planned ${title}: ${found ?? "as planned"}`, (t) => {
      const [plan] = plansOf(controller, planned[0], planned[1]);
      t.is(plan && deviation(plan, liveOf(plansOf(controller, live[0], live[1]))), found);
    });
  }

  for (const [entry, serves, since] of [
    [off, "shop:80", "-"],
    [on, "shop:8081", "by 2026-11-24T10:00:00Z"],
    [drill, "shop:80 (drill: shop:8081)", "by 2026-11-24T10:00:00Z"],
  ] as const) {
    test(`${controller}: the table says of ${entry.mode} to another port that ${serves} serves`, async (t) => {
      const planned = plansOf(controller, entry, usual);
      const managedFields = [{ time: "2026-11-24T10:00:00Z", fieldsV1: rules }];
      const live = [...liveOf(planned)].map(
        ([key, one]) => [key, { ...one, metadata: { ...one.metadata, managedFields } }] as const,
      );
      const [, row] = await statusTable(planned, new Map(live), async () => undefined);
      const cells = row?.split(/ {2,}/);
      t.deepEqual(cells, ["shop", "shop:80", "missing", "shop:8081", "missing", serves, since, "-", "-"]);
    });
  }
}

test("an Ingress whose paths lead to two ports is reported with both", (t) => {
  const [plan] = plansOf("ingress-nginx", on, usual);
  const paths = [80, 8081].map((number) => ({ backend: { service: { name: "shop", port: { number } } } }));
  const metadata = { name: "shop", namespace: "default" };
  const live = new Map([["Ingress/default/shop", { metadata, spec: { rules: [{ http: { paths } }] } }]]);
  t.is(plan && deviation(plan, live), "is served by shop:80, shop:8081 in place of shop:8081");
});

test("a switch without its mark is recognized by the port", async (t) => {
  const planned = plansOf("ingress-nginx", on, usual);
  const live = new Map(
    planned.map(switchedObject).map(({ metadata, spec }) => {
      const { name, namespace } = metadata;
      const managedFields = [{ time: "2026-11-24T10:00:00Z", fieldsV1: rules }];
      return [
        `Ingress/${namespace}/${name}`,
        { metadata: { name, namespace, managedFields }, spec },
      ] as const;
    }),
  );
  const [, row] = await statusTable(planned, live, async () => undefined);
  t.is(row?.split(/ {2,}/)[6], "by 2026-11-24T10:00:00Z");
});

test("a missing canary, which class haproxy always has, is reported", (t) => {
  const planned = plansOf("haproxy", off);
  const live = liveOf(planned);
  live.delete("Ingress/default/shop-canary");
  t.is(planned[0] && deviation(planned[0], live), "has no canary Ingress");
});

const named = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const active = planFailover("none", [resolveService(`s${index}`, args, "public")]);
    return planServices([resolveClass("public", { controller: "f5" })], active).services;
  }).flat();
const recording = (answer: (path: string) => unknown) => {
  const paths: string[] = [];
  const get = async (path: string) => {
    paths.push(path);
    return answer(path);
  };
  return { paths, get };
};

test("the Ingresses of a few services are read by name, without those that are not ours", async (t) => {
  const one = (name: string, labels = {}) => ({ metadata: { name, namespace: "default", labels }, spec: {} });
  const ours = one("s0", { "app.kubernetes.io/part-of": "exposure" });
  const api = recording((path) =>
    [ours, one("s1")].find(({ metadata }) => path.endsWith(`/${metadata.name}`)),
  );
  const live = await readLive(api, named(2));
  t.deepEqual([...live], [["Ingress/default/s0", ours]]);
  t.deepEqual(
    api.paths,
    ["s0", "s0-canary", "s1", "s1-canary"].map(
      (name) => `/apis/networking.k8s.io/v1/namespaces/default/ingresses/${name}`,
    ),
  );
});

test("the Ingresses of more than 20 services are read by one list", async (t) => {
  const api = recording(() => ({ items: [] }));
  await readLive(api, named(21));
  t.deepEqual(api.paths, [
    "/apis/networking.k8s.io/v1/ingresses?labelSelector=app.kubernetes.io%2Fpart-of%3Dexposure",
  ]);
});
