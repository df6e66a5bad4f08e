import test from "ava";
import { classTryLimit, serviceTryLimit } from "../../../../core/controllers/nginx/next-upstream.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import type { ServiceArgs } from "../../../../core/model/service.ts";
import { classOf, planOf, service } from "../fixtures.ts";

const ofClass = (args: ClassArgs) => classTryLimit(classOf("f5", args));
const ofService = (args: Partial<ServiceArgs>, spec: ClassArgs = {}) =>
  serviceTryLimit(service("api", args), classOf("f5", spec));

test("a class tries no further endpoint once its shorter timeout has passed", (t) => {
  t.is(ofClass({}), "60s");
  t.is(ofClass({ performance: { proxyReadTimeout: "2m" } }), "60s");
  t.is(ofClass({ performance: { proxyReadTimeout: "2m", proxySendTimeout: "90s" } }), "90s");
  t.is(ofClass({ performance: { proxyConnectTimeout: "5s" } }), "60s");
});

test("a raw timeout counts in either controller's form", (t) => {
  t.is(ofClass({ configMap: { "proxy-read-timeout": "30s" } }), "30s");
  t.is(ofClass({ configMap: { "proxy-send-timeout": "20" } }), "20s");
  t.is(ofClass({ configMap: { "proxy-read-timeout": "1m30s" } }), "60s");
});

test("a service's own timeouts shorten or lengthen its limit, the one to connect included", (t) => {
  t.is(ofService({}), undefined);
  t.is(ofService({ timeouts: { read: "2s" } }), "2s");
  t.is(ofService({ timeouts: { read: "10m" } }), undefined);
  t.is(ofService({ timeouts: { read: "10m", send: "5m" } }), "5m");
  t.is(ofService({ timeouts: { connect: "2s", read: "30s" } }), "2s");
  t.is(ofService({ timeouts: { read: "60000ms" } }), undefined);
});

test("with retries, they alone say how long", (t) => {
  t.is(ofService({ timeouts: { read: "2s" }, retries: { tries: 2 } }), "0s");
  t.is(ofService({ timeouts: { read: "2s" }, retries: { timeout: "5s" } }), "5s");
});

test("gRPC needs no limit: nginx does not repeat a POST that was sent", (t) => {
  t.is(
    ofService({ tls: true, protocol: "grpc", timeouts: { read: "2s" }, retries: { tries: 2 } }),
    undefined,
  );
});

for (const [controller, prefix, limit] of [
  ["f5", "nginx.org", "0s"],
  ["ingress-nginx", "nginx.ingress.kubernetes.io", "0"],
] as const) {
  test(`${controller}: retries without a timeout lift the class's limit`, (t) => {
    const { ingresses } = planOf(classOf(controller), [service("api", { retries: { tries: 2 } })]);
    t.is(ingresses[0]?.manifest.metadata.annotations[`${prefix}/proxy-next-upstream-timeout`], limit);
  });
}
