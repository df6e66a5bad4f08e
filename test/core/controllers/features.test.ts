import test from "ava";
import type { ServiceRenderer } from "../../../core/controllers/controller.ts";
import { haproxyServices } from "../../../core/controllers/haproxy/services.ts";
import type { IngressManifest } from "../../../core/controllers/ingress.ts";
import { classControllers } from "../../../core/controllers/registry.ts";
import type { ServingClass } from "../../../core/controllers/serving-class.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import {
  type ClassControllerName,
  type ControllerName,
  controllerNames,
} from "../../../core/model/controllers.ts";
import type { ServiceSpec } from "../../../core/model/service.ts";
import { told } from "../../told-problems.ts";
import { clients } from "./features/clients.ts";
import { type Feature, tls } from "./features/feature.ts";
import { guards } from "./features/guards.ts";
import { headers } from "./features/headers.ts";
import { https } from "./features/https.ts";
import { paths } from "./features/paths.ts";
import { redirects } from "./features/redirects.ts";
import { upstream } from "./features/upstream.ts";
import { asIngress, classOf, edgeClass, hostless, planOf, renderedBy, service } from "./fixtures.ts";

const features = [...https, ...paths, ...redirects, ...upstream, ...clients, ...guards, ...headers];

interface Rendered {
  readonly problems: readonly string[];
  readonly manifests: readonly IngressManifest[];
}

interface Column {
  /** Prefix of the controller's annotations. */
  readonly prefix: string;
  readonly render: (feature: Feature, api: ServiceSpec) => Rendered;
}

const columns: Readonly<Record<ControllerName, Column>> = {
  f5: { prefix: "nginx.org/", render: inClass("f5") },
  "ingress-nginx": { prefix: "nginx.ingress.kubernetes.io/", render: inClass("ingress-nginx") },
  haproxy: { prefix: "haproxy.org/", render: onEdge },
};

for (const controller of controllerNames) {
  const { prefix, render } = columns[controller];
  for (const feature of features) {
    const expected = feature.expected[controller];
    const refused = typeof expected === "string" || Array.isArray(expected) ? [expected].flat() : [];
    test(`${controller} ${refused.length > 0 ? "refuses" : "renders"} ${feature.title}`, (t) => {
      const api = (feature.hostless ? hostless : service)("api", feature.args);
      const { problems, manifests } = render(feature, api);
      t.deepEqual(
        problems,
        refused.map((problem) => `services.api.${problem}`),
      );
      if (refused.length > 0) return;
      const named = Object.entries(expected).map(([name, value]) => [prefix + name, value]);
      t.deepEqual(
        manifests.map(({ metadata }) => metadata.annotations),
        [{ ...Object.fromEntries(named), "pulumi.com/skipAwait": "true" }],
      );
    });
  }
}

function inClass(controller: ClassControllerName): Column["render"] {
  return ({ class: args, noDefaultCertificate }, api) => {
    const spec = classOf(controller, args);
    const { defaultCertificate: _, ...bare } = spec;
    return rendered(classControllers[controller].services, noDefaultCertificate ? bare : spec, api);
  };
}

function onEdge({ noDefaultCertificate }: Feature, api: ServiceSpec): Rendered {
  const spec = edgeClass();
  const { defaultCertificate: _, ...bare } = spec;
  return rendered(haproxyServices, noDefaultCertificate ? bare : spec, api);
}

function rendered<Class extends ServingClass>(
  services: ServiceRenderer<Class>,
  spec: Class,
  api: ServiceSpec,
): Rendered {
  const plans = services.plan(spec, planFailover("none", [api]));
  return {
    problems: told(services.problems(spec, [api])),
    manifests: plans.services.flatMap(({ objects }) => objects.map(({ manifest }) => asIngress(manifest))),
  };
}

test("F5's annotations with a Service's name use the Service that serves now", (t) => {
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

for (const controller of controllerNames) {
  test(`${controller}: annotations are sorted by name`, (t) => {
    const api = service("api", { ...tls, forceHttps: true, sticky: true, basicAuth: { secret: "users" } });
    const [plan] = renderedBy(controller, [api]).ingresses;
    const keys = Object.keys(plan?.manifest.metadata.annotations ?? {});
    t.true(keys.length > 4);
    t.deepEqual(keys, keys.toSorted());
  });
}
