import test from "ava";
import { probesAt } from "../../../core/failover/probe.ts";
import type { AskOptions } from "../../../core/kubernetes/api-server.ts";
import type { PodPort } from "../../../core/kubernetes/port-forward.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import type { ProbeArgs, Protocol } from "../../../core/model/service.ts";

const forbidden = JSON.stringify({
  kind: "Status",
  apiVersion: "v1",
  message: 'services "static" is forbidden',
});

/** Result of a probe with this answer of the API server, and the requests that it received. */
async function probing(
  probe: ProbeArgs,
  { status = 200, body = "ok" } = {},
  protocol: Protocol = "http",
  port: string | number = "http",
) {
  const asked: [string, AskOptions][] = [];
  const service = resolveService(
    "shop",
    {
      namespace: "web",
      protocol,
      backend: { service: "shop", port },
      emergency: { service: "static", probe },
    },
    "public",
  );
  const { emergency, probes } = service;
  if (emergency === undefined || probes.emergency === undefined) throw new Error("no emergency backend");
  const ask = async (path: string, options: AskOptions) => {
    asked.push([path, options]);
    return { status, body };
  };
  const api = { ask, get: async () => undefined, forward: () => Promise.reject(new Error("refused")) };
  return { reason: await probesAt(api)(service, emergency, probes.emergency), asked };
}

const proxy = "/api/v1/namespaces/web/services";
const health = { httpGet: { path: "/healthz?full" } } as const;

test("HTTP is probed through the Service's proxy", async (t) => {
  t.deepEqual(await probing(health), {
    reason: undefined,
    asked: [[`${proxy}/static:http/proxy/healthz?full`, { timeout: 2_000 }]],
  });
});

test("port, timeout and host come from the probe, TLS from the service", async (t) => {
  const probe = { httpGet: { path: "/", host: "shop.example" }, port: 9000, timeout: "500ms" } as const;
  const { asked } = await probing(probe, {}, "https");
  t.deepEqual(asked, [[`${proxy}/https:static:9000/proxy/`, { timeout: 500, host: "shop.example" }]]);
});

for (const [expected, status, good] of [
  [undefined, 200, true],
  [undefined, 399, true],
  [undefined, 400, false],
  [undefined, 503, false],
  [204, 204, true],
  [204, 200, false],
  [503, 503, true],
] as const) {
  test(`${status} where ${expected ?? "a success"} is expected: ${good ? "goes" : "refused"}`, async (t) => {
    const probe = { httpGet: { path: "/", ...(expected === undefined ? {} : { status: expected }) } };
    const { reason } = await probing(probe, { status });
    const refusal = `answered ${status} to GET / where ${expected ?? "200 to 399"} was expected`;
    t.is(reason, good ? undefined : refusal);
  });
}

test("an answer of the API server itself is not the backend's", async (t) => {
  const { reason } = await probing({ httpGet: { path: "/", status: 403 } }, { status: 403, body: forbidden });
  t.is(reason, 'could not be probed with GET /: services "static" is forbidden (status 403)');
});

test("a backend that cannot be reached is refused", async (t) => {
  const service = resolveService("shop", { backend: { service: "shop", port: 80, probe: health } }, "public");
  const ask = () => Promise.reject(new Error("the API server did not answer: no answer within 2 s"));
  const api = { ask, get: async () => undefined, forward: () => Promise.reject(new Error("refused")) };
  const probe = service.probes.primary;
  if (probe === undefined) throw new Error("no probe");
  t.is(
    await probesAt(api)(service, service.backend, probe),
    "could not be probed with GET /healthz?full: the API server did not answer: no answer within 2 s",
  );
});

test("a thousand probes run 32 at a time", async (t) => {
  let under = 0;
  let most = 0;
  let asked = 0;
  const ask = async () => {
    asked++;
    most = Math.max(most, ++under);
    await new Promise(setImmediate);
    under--;
    return { status: 200, body: "" };
  };
  const probe = probesAt({ ask, get: async () => undefined, forward: () => Promise.reject(new Error()) });
  const service = resolveService("shop", { backend: { service: "shop", port: 80, probe: health } }, "public");
  const spec = service.probes.primary;
  if (spec === undefined) throw new Error("no probe");
  await Promise.all(Array.from({ length: 1_000 }, () => probe(service, service.backend, spec)));
  t.deepEqual({ asked, most }, { asked: 1_000, most: 32 });
});

const slice = (name: string, port: number, ...endpoints: readonly object[]) => ({
  ports: [{ name, port }],
  endpoints,
});
const pod = (name: string, ready: boolean) => ({ conditions: { ready }, targetRef: { kind: "Pod", name } });

for (const [title, port, slices, forwarded] of [
  ["a port by name", "grpc", [slice("grpc", 9000, pod("a", false), pod("b", true))], [["web", "b", 9000]]],
  [
    "a port by number",
    80,
    [slice("http", 8080, pod("a", true)), slice("grpc", 9000, pod("a", true))],
    [["web", "a", 9000]],
  ],
  ["no ready pod", "grpc", [slice("grpc", 9000, pod("a", false))], []],
  ["an address without a pod", "grpc", [slice("grpc", 9000, { conditions: { ready: true } })], []],
] as const) {
  test(`gRPC is probed through a forwarded port: ${title}`, async (t) => {
    const calls: unknown[] = [];
    const api = {
      ask: () => Promise.reject(new Error("HTTP was not expected")),
      get: async (path: string) =>
        path.endsWith("/services/feed")
          ? { spec: { ports: [{ name: "grpc", port: 80 }] } }
          : { items: slices },
      forward: ({ namespace, pod, port, timeout }: PodPort) => {
        calls.push([namespace, pod, port]);
        t.true(timeout <= 2_000);
        return Promise.reject(new Error("the API server does not forward"));
      },
    };
    const args = { namespace: "web", backend: { service: "feed", port, probe: { grpc: {} } } };
    const service = resolveService("feed", args, "public");
    const probe = service.probes.primary;
    if (probe === undefined) throw new Error("no probe");
    t.is(
      await probesAt(api)(service, service.backend, probe),
      forwarded.length === 0
        ? "has no pod among its ready endpoints that could be probed with grpc.health.v1.Health/Check"
        : "could not be probed with grpc.health.v1.Health/Check: the API server does not forward",
    );
    t.deepEqual(
      calls,
      forwarded.map((one) => [...one]),
    );
  });
}
