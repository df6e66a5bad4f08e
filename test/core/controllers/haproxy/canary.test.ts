import test from "ava";
import { canaryLines } from "../../../../core/controllers/haproxy/canary.ts";
import { haproxyConfiguration } from "../../../../core/controllers/haproxy/configuration.ts";
import { forwardedLines } from "../../../../core/controllers/haproxy/forwarded.ts";
import { haproxyServices } from "../../../../core/controllers/haproxy/services.ts";
import { planFailover } from "../../../../core/failover/plan.ts";
import type { SwitchArgs } from "../../../../core/model/failover.ts";
import { resolveService } from "../../../../core/model/resolve-service.ts";
import type { ServiceArgs, ServiceSpec } from "../../../../core/model/service.ts";
import { edgeOf } from "../../edge-fixtures.ts";
import { edgeClass, withManifests } from "../fixtures.ts";

const spec = edgeClass();

const service = (name: string, args: Partial<ServiceArgs> = {}) =>
  resolveService(
    name,
    {
      namespace: "web",
      hosts: [`${name}.example`],
      backend: { service: name, port: "http" },
      emergency: { service: `${name}-2`, port: 8080 },
      ...args,
    },
    "haproxy",
  );
const shop = service("shop", { headers: { response: { "X-A": "a" } }, allow: ["192.0.2.0/24"] });
const planned = (entry: SwitchArgs, services = [shop]) =>
  haproxyServices
    .plan(spec, planFailover({ services: { shop: entry } }, services))
    .services.map(withManifests)
    .find((one) => one.service.name === "shop");

const emergency = (path: string) => ({
  path,
  pathType: "Exact",
  backend: { service: { name: "shop-2", port: { number: 8080 } } },
});
test("a drill is a canary on a host that only HAProxy requests, with the service's own rules, and nothing else changes", (t) => {
  const before = planned({ mode: "off" });
  const after = planned({ mode: "drill", reason: "test" });
  t.deepEqual(after?.manifest, before?.manifest);
  const { annotations = {} } = before?.manifest.metadata ?? {};
  t.deepEqual(after?.canary, {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name: "shop-canary",
      namespace: "web",
      labels: {
        "app.kubernetes.io/name": "service-canary",
        "app.kubernetes.io/instance": "shop",
        "app.kubernetes.io/part-of": "exposure",
        "app.kubernetes.io/managed-by": "pulumi",
      },
      annotations: {
        ...annotations,
        "exposure.dev/backend": "emergency",
        "exposure.dev/reason": "test",
        "exposure.dev/switch": "drill",
      },
    },
    spec: {
      ingressClassName: "haproxy",
      rules: [
        {
          host: "web.svc.shop.canary.invalid",
          http: {
            paths: [emergency("/canary"), emergency("/drill")],
          },
        },
      ],
    },
  });
});

for (const weight of [1, 25, 100]) {
  test(`a weight of ${weight} takes that many of a hundred lots`, (t) => {
    const rules = planned({ mode: "weighted", weight })?.canary?.spec.rules;
    const paths = (rules?.[0]?.http?.paths ?? []).map(({ path, pathType }) => [path, pathType]);
    t.deepEqual(
      paths.slice(1),
      Array.from({ length: weight }, (_, lot) => [`/${lot}`, "Exact"]),
    );
  });
}

test("the lines of the backends come from the service's own Ingress alone", (t) => {
  const plan = planned({ mode: "drill" }, [service("shop", { headers: { hide: ["Server"] } })]);
  const lines = "haproxy.org/backend-config-snippet";
  t.is(plan?.manifest.metadata.annotations[lines], "http-response del-header Server");
  t.is(plan?.canary?.metadata.annotations[lines], undefined);
});

test("HAProxy always has both backends: on and off do not change the second Ingress", (t) => {
  const off = planned({ mode: "off" })?.canary;
  t.deepEqual(off?.spec.rules[0]?.http?.paths, [emergency("/canary")]);
  t.is(off?.metadata.annotations["exposure.dev/backend"], undefined);
  t.deepEqual(planned({ mode: "on", reason: "down" })?.canary, off);
});

test("a service without an emergency backend has no second Ingress", (t) => {
  const plain = resolveService("shop", { backend: { service: "shop", port: "http" } }, "haproxy");
  t.is(planned({ mode: "off" }, [plain])?.canary, undefined);
});

test("the frontends have the same lines for every switch, if any service can be switched", (t) => {
  const lines = (services: readonly ServiceSpec[]) =>
    haproxyConfiguration.data(edgeOf(), services)["frontend-config-snippet"];
  const plain = resolveService("plain", { backend: { service: "plain", port: "http" } }, "haproxy");
  t.is(lines([]), undefined);
  t.is(lines([plain]), forwardedLines.join("\n"));
  t.is(lines([plain, shop]), [...forwardedLines, ...canaryLines].join("\n"));
  t.deepEqual(canaryLines, [
    "http-request set-var(txn.canary) var(txn.path_match),field(1,.),regsub(_[^_]*$,,),regsub(_,.,g)",
    "http-request set-var(txn.lot) rand(100)",
    "http-request set-var(txn.path_match) var(txn.canary),concat(.canary.invalid/,txn.lot),map(/etc/haproxy/maps/path-exact.map)",
    "http-request set-var(txn.path_match) var(txn.canary),concat(.canary.invalid/drill),map(/etc/haproxy/maps/path-exact.map) if { req.hdr(X-Exposure-Drill) -m str always }",
    "http-request set-var(txn.path_match) var(txn.canary),concat(.canary.invalid/drill),map(/etc/haproxy/maps/path-exact.map) if { req.cook(exposure-drill) -m str always }",
  ]);
});
