import test from "ava";
import type { BackendState } from "../../../core/failover/backend-state.ts";
import { type Backends, checkSwitch, expectedReady } from "../../../core/failover/check.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import type { SwitchArgs } from "../../../core/model/failover.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import type { ServiceSpec } from "../../../core/model/service.ts";

const service = resolveService(
  "shop",
  {
    namespace: "web",
    backend: { service: "shop", port: "http" },
    emergency: { service: "static", port: 8080 },
  },
  "public",
);
const switching = (spec: ServiceSpec, entry: SwitchArgs = { mode: "on" }) => {
  const [active] = planFailover({ services: { [spec.name]: entry } }, [spec]);
  if (active === undefined) throw new Error("a service is planned");
  return active;
};
const state = (ready: number, more: Partial<BackendState> = {}): BackendState => ({
  ports: [{ name: "http", port: 8080 }],
  ready,
  external: false,
  ...more,
});
const finding = (services: Readonly<Record<string, BackendState>>): Backends => ({
  find: async (namespace, name) => services[`${namespace}/${name}`],
  probe: async () => "the probe was not expected",
});

const key = "haproxy-edge:failover";
const emergency = (reason: string) =>
  `service "shop" is not switched to its emergency backend: Service web/static ${reason}; fix it, or force the switch (${key}.services.shop: { mode: on, force: true })`;

for (const [title, services, expected] of [
  ["as many as required", { "web/shop": state(4), "web/static": state(2) }, undefined],
  ["a primary that is gone", { "web/static": state(1) }, undefined],
  ["no Service", { "web/shop": state(4) }, emergency("does not exist")],
  [
    "a Service of another namespace",
    { "web/shop": state(4), "elsewhere/static": state(4) },
    emergency("does not exist"),
  ],
  [
    "another port",
    { "web/shop": state(1), "web/static": state(1, { ports: [{ port: 80 }, { name: "grpc", port: 9000 }] }) },
    emergency("has no port 8080 (it has 80, grpc (9000))"),
  ],
  ["no ports", { "web/static": state(1, { ports: [] }) }, emergency("has no port 8080 (it has none)")],
  [
    "too few",
    { "web/shop": state(5), "web/static": state(2) },
    emergency(
      "has 2 of the required 3 ready endpoints (50% of the 5 behind the other backend, at least one)",
    ),
  ],
  [
    "none, behind a primary with none",
    { "web/shop": state(0), "web/static": state(0) },
    emergency(
      "has 0 of the required 1 ready endpoints (50% of the 0 behind the other backend, at least one)",
    ),
  ],
  [
    "a name outside of the cluster",
    { "web/shop": state(1), "web/static": state(0, { external: true }) },
    emergency(
      "is an ExternalName, whose readiness the cluster does not know, and not a Service with endpoints",
    ),
  ],
] as const satisfies readonly (readonly [
  string,
  Readonly<Record<string, BackendState>>,
  string | undefined,
])[]) {
  test(`to a standby with ${title}: ${expected === undefined ? "goes" : "refused"}`, async (t) => {
    t.is(await checkSwitch(switching(service), "emergency", finding(services), { key }), expected);
  });
}

test("switching back checks the primary", async (t) => {
  t.is(
    await checkSwitch(
      switching(service, { mode: "off" }),
      "primary",
      finding({ "web/shop": state(1), "web/static": state(2) }),
      { key },
    ),
    undefined,
  );
  t.is(
    await checkSwitch(switching(service, { mode: "off" }), "primary", finding({ "web/static": state(2) }), {
      key,
    }),
    `service "shop" is not switched to its primary backend: Service web/shop does not exist; fix it, or force the switch (${key}.services.shop: { mode: off, force: true })`,
  );
});

for (const [entry, force] of [
  [{ mode: "drill" }, "{ mode: drill, force: true }"],
  [{ mode: "weighted", weight: 5 }, "{ mode: weighted, weight: 5, force: true }"],
] as const) {
  test(`a refusal of mode ${entry.mode} says how to force exactly that mode`, async (t) => {
    const refused = await checkSwitch(switching(service, entry), "emergency", finding({}), { key });
    t.true(refused?.endsWith(`force the switch (${key}.services.shop: ${force})`), refused);
  });
}

test("a required number of endpoints is used unchanged", async (t) => {
  const found = finding({ "web/shop": state(100), "web/static": state(2) });
  t.is(await checkSwitch(switching(service), "emergency", found, { key, ready: 2 }), undefined);
  t.is(
    await checkSwitch(switching(service), "emergency", found, { key, ready: 3 }),
    emergency("has 2 of the required 3 ready endpoints"),
  );
});

for (const [ready, other, expected] of [
  [0, 10, 0],
  [3, 0, 3],
  ["50%", 0, 1],
  ["50%", 1, 1],
  ["50%", 5, 3],
  ["100%", 5, 5],
  ["1%", 5, 1],
] as const) {
  test(`${ready} ready with ${other} behind the other backend is ${expected}`, (t) => {
    t.is(expectedReady(ready, other), expected);
  });
}

const probed = resolveService(
  "shop",
  {
    namespace: "web",
    backend: { service: "shop", port: "http", probe: { grpc: {}, timeout: "1s" } },
    emergency: { service: "static", port: 8080, probe: { httpGet: { path: "/healthz" }, port: "admin" } },
  },
  "public",
);
const answering = (answer: string | undefined, services: Readonly<Record<string, BackendState>>) => {
  const probes: unknown[] = [];
  const backends: Backends = {
    ...finding(services),
    probe: async (service, backend, probe) => {
      probes.push([service.name, backend.service, probe]);
      return answer;
    },
  };
  return { probes, backends };
};
const admin = {
  ports: [
    { name: "http", port: 8080 },
    { name: "admin", port: 9000 },
  ],
} as const;
const httpProbe = { httpGet: { path: "/healthz" }, port: "admin", timeout: "2s" } as const;

test("a ready standby is probed, and takes over if it answers", async (t) => {
  const { probes, backends } = answering(undefined, { "web/static": state(1, admin) });
  t.is(await checkSwitch(switching(probed), "emergency", backends, { key }), undefined);
  t.deepEqual(probes, [["shop", "static", httpProbe]]);
});

test("a standby that does not answer its probe is refused, in the probe's words", async (t) => {
  const { backends } = answering("answered 500", { "web/static": state(1, admin) });
  t.is(await checkSwitch(switching(probed), "emergency", backends, { key }), emergency("answered 500"));
});

test("switching back probes the primary", async (t) => {
  const { probes, backends } = answering(undefined, { "web/shop": state(1), "web/static": state(1, admin) });
  t.is(await checkSwitch(switching(probed), "primary", backends, { key }), undefined);
  t.deepEqual(probes, [["shop", "shop", { grpc: { service: "" }, port: "http", timeout: "1s" }]]);
});

for (const [title, found, reason] of [
  [
    "not ready",
    state(0, admin),
    "has 0 of the required 1 ready endpoints (50% of the 0 behind the other backend, at least one)",
  ],
  ["without the probe's port", state(1), "has no port admin (it has http (8080))"],
] as const) {
  test(`a standby ${title} is refused without a probe`, async (t) => {
    const { probes, backends } = answering(undefined, { "web/static": found });
    t.is(await checkSwitch(switching(probed), "emergency", backends, { key }), emergency(reason));
    t.deepEqual(probes, []);
  });
}
