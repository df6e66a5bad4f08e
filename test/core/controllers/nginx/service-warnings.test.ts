import test from "ava";
import { classControllers } from "../../../../core/controllers/registry.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import type { ServiceArgs } from "../../../../core/model/service.ts";
import { told } from "../../../told-problems.ts";
import { classOf, service } from "../fixtures.ts";

const controllers = ["f5", "ingress-nginx"] as const;

function warned(controller: (typeof controllers)[number], args: Partial<ServiceArgs>, spec: ClassArgs = {}) {
  return told(
    classControllers[controller].services.warnings(classOf(controller, spec), [service("api", args)]),
  );
}

const drain = { timeout: "2h" } as const;
const grpc = { protocol: "grpc", tls: true } as const;

for (const controller of controllers) {
  test(`${controller}: plain services, and those within the class's limits, are not warned about`, (t) => {
    t.deepEqual(warned(controller, {}), []);
    t.deepEqual(warned(controller, { ...grpc, timeouts: { read: "60s" } }), []);
    t.deepEqual(warned(controller, { protocol: "websocket", timeouts: { read: "1h" } }, { drain }), []);
  });

  test(`${controller}: timeouts of a gRPC stream beyond what its silent client has`, (t) => {
    const silent = ["services.api.timeouts: ends-with-the-body"];
    const long = { ...grpc, timeouts: { send: "1h" } } as const;
    t.deepEqual(warned(controller, long, { drain }), silent);
    t.deepEqual(warned(controller, long, { drain, snippets: true }), []);
    t.deepEqual(warned(controller, long, { drain, performance: { clientBodyTimeout: "1h" } }), []);
    t.deepEqual(warned(controller, long, { drain, performance: { clientBodyTimeout: "59m" } }), silent);
    t.deepEqual(warned(controller, grpc, { performance: { proxyReadTimeout: "2m" } }), silent);
    t.deepEqual(
      warned(controller, grpc, { performance: { proxyReadTimeout: "2m" }, snippets: true }),
      silent,
    );
  });

  test(`${controller}: a read timeout longer than a reload leaves open requests`, (t) => {
    const cut = ["services.api.timeouts.read: longer-than-drain"];
    t.deepEqual(warned(controller, { protocol: "websocket", timeouts: { read: "1h" } }), cut);
    t.deepEqual(warned(controller, { timeouts: { read: "61s" } }), cut);
    t.deepEqual(warned(controller, { timeouts: { read: "60s" } }), []);
  });

  test(`${controller}: a redirect to a port that what is in front may not have`, (t) => {
    const redirected = { tls: true, forceHttps: true } as const;
    const expose = { https: 8443 };
    const proxyProtocol = { trustedAddresses: ["192.0.2.1/32"] };
    t.deepEqual(warned(controller, redirected, { expose, proxyProtocol }), [
      "services.api.forceHttps: redirects-to-inner-port",
    ]);
    t.deepEqual(warned(controller, redirected, { proxyProtocol }), []);
    t.deepEqual(warned(controller, redirected, { expose }), []);
    t.deepEqual(warned(controller, { tls: true }, { expose, proxyProtocol }), []);
  });
}

test("f5: uploads that are buffered nevertheless", (t) => {
  const buffered = ["services.api.buffering: buffers-uploads"];
  t.deepEqual(warned("f5", { buffering: false, bodySize: "2g" }), buffered);
  t.deepEqual(warned("f5", { buffering: false, bodySize: "0" }), buffered);
  t.deepEqual(warned("f5", { buffering: false }, { performance: { clientMaxBodySize: "8m" } }), buffered);
  t.deepEqual(warned("f5", { buffering: false }), []);
  t.deepEqual(warned("f5", { buffering: true, bodySize: "2g" }), []);
  t.deepEqual(warned("f5", { buffering: false, bodySize: "2g" }, { snippets: true }), []);
  t.deepEqual(warned("ingress-nginx", { buffering: false, bodySize: "2g" }), []);
});
