import test from "ava";
import { clients } from "./features/clients.ts";
import { tls } from "./features/feature.ts";
import { headers } from "./features/headers.ts";
import { https } from "./features/https.ts";
import { paths } from "./features/paths.ts";
import { upstream } from "./features/upstream.ts";
import { classOf, hostless, planOf, problemsOf, service } from "./fixtures.ts";

const features = [...https, ...paths, ...upstream, ...clients, ...headers];

const prefixes = { f5: "nginx.org/", "ingress-nginx": "nginx.ingress.kubernetes.io/" } as const;

for (const controller of ["f5", "ingress-nginx"] as const) {
  for (const feature of features) {
    const expected = feature.expected[controller];
    test(`${controller} ${typeof expected === "string" ? "refuses" : "renders"} ${feature.title}`, (t) => {
      const spec = classOf(controller, feature.class);
      const api = (feature.hostless ? hostless : service)("api", feature.args);
      if (typeof expected === "string") {
        t.deepEqual(problemsOf(spec, [api]), [`services.api.${expected}`]);
        return;
      }
      const named = Object.entries(expected).map(([name, value]) => [prefixes[controller] + name, value]);
      t.deepEqual(problemsOf(spec, [api]), []);
      const [plan, ...others] = planOf(spec, [api]).ingresses;
      t.deepEqual(plan?.manifest.metadata.annotations, {
        ...Object.fromEntries(named),
        "pulumi.com/skipAwait": "true",
      });
      t.deepEqual(others, []);
    });
  }
}

test("F5's annotations that name a Service name the one that serves now", (t) => {
  const api = service("api", {
    emergency: { service: "standby" },
    rewrite: "/v1",
    sticky: true,
    ...tls,
    protocol: "https",
  });
  const socket = service("socket", { emergency: { service: "standby" }, protocol: "websocket" });
  const rpc = service("rpc", { emergency: { service: "standby" }, protocol: "grpcs", ...tls });
  const { ingresses } = planOf(classOf("f5"), [api, socket, rpc], "all");
  t.deepEqual(
    ingresses.map(({ manifest }) => manifest.metadata.annotations),
    [
      {
        "exposure.dev/backend": "emergency",
        "nginx.org/rewrites": "serviceName=standby rewrite=/v1/",
        "nginx.org/ssl-redirect": "false",
        "nginx.org/ssl-services": "standby",
        "nginx.org/sticky-cookie-services": "serviceName=standby exposure httponly path=/",
        "pulumi.com/skipAwait": "true",
      },
      {
        "exposure.dev/backend": "emergency",
        "nginx.org/websocket-services": "standby",
        "pulumi.com/skipAwait": "true",
      },
      {
        "exposure.dev/backend": "emergency",
        "nginx.org/grpc-services": "standby",
        "nginx.org/ssl-redirect": "false",
        "nginx.org/ssl-services": "standby",
        "pulumi.com/skipAwait": "true",
      },
    ],
  );
});

test("annotations stand in one order, whatever is asked for", (t) => {
  for (const controller of ["f5", "ingress-nginx"] as const) {
    const api = service("api", { ...tls, sticky: true, bodySize: "1m", basicAuth: { secret: "users" } });
    const [plan] = planOf(classOf(controller), [api]).ingresses;
    const keys = Object.keys(plan?.manifest.metadata.annotations ?? {});
    t.true(keys.length > 4);
    t.deepEqual(keys, keys.toSorted());
  }
});
