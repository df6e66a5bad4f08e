import { isDeepStrictEqual } from "node:util";
import test from "ava";
import type { ServiceRenderer } from "../../../core/controllers/controller.ts";
import { f5Services } from "../../../core/controllers/f5/services.ts";
import { type ServiceField, serviceFields } from "../../../core/controllers/fields.ts";
import { haproxyServices } from "../../../core/controllers/haproxy/services.ts";
import { ingressNginxServices } from "../../../core/controllers/ingress-nginx/services.ts";
import { classControllers } from "../../../core/controllers/registry.ts";
import { planFailover } from "../../../core/failover/plan.ts";
import {
  type ClassControllerName,
  type ControllerName,
  controllerNames,
} from "../../../core/model/controllers.ts";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { classOf, edgeClass, service } from "./fixtures.ts";

/**
 * The effect of a field: other objects, a problem that names it, another configuration of the class, or something that
 * only the program does with it. No other outcome: a field must not be accepted and have no effect.
 */
type Outcome = "objects" | "refused" | "configuration" | "program";

interface Sample {
  readonly args: Partial<ServiceArgs>;
  /** Other fields that the sample needs. */
  readonly with?: Partial<ServiceArgs>;
  readonly outcome: Readonly<Record<ControllerName, Outcome>>;
}

const all = (outcome: Outcome) => ({ f5: outcome, "ingress-nginx": outcome, haproxy: outcome });
const tls = { tls: true } as const;

const samples: Readonly<Record<keyof ServiceArgs, Sample>> = {
  class: { args: { class: "public" }, outcome: all("program") },
  namespace: { args: { namespace: "shop" }, outcome: all("objects") },
  ingress: { args: { ingress: "other" }, outcome: all("objects") },
  kind: {
    args: { kind: "VirtualServer" },
    with: { backend: { service: "api", port: 80 } },
    outcome: all("refused"),
  },
  hosts: { args: { hosts: ["shop.example"] }, outcome: all("objects") },
  paths: { args: { paths: [{ path: "/v1" }] }, outcome: all("objects") },
  backend: { args: { backend: { service: "other", port: 80 } }, outcome: all("objects") },
  emergency: {
    args: { emergency: { service: "standby" } },
    outcome: { f5: "program", "ingress-nginx": "program", haproxy: "objects" },
  },
  tls: {
    args: { tls: { secret: "api-tls" } },
    outcome: all("objects"),
  },
  tlsPassthrough: { args: { tlsPassthrough: true }, outcome: all("refused") },
  forceHttps: { args: { forceHttps: true }, with: tls, outcome: all("objects") },
  rewrite: { args: { rewrite: "/v1" }, outcome: all("objects") },
  protocol: { args: { protocol: "https" }, outcome: all("objects") },
  bodySize: {
    args: { bodySize: "1m" },
    outcome: { f5: "objects", "ingress-nginx": "objects", haproxy: "refused" },
  },
  timeouts: { args: { timeouts: { read: "30s" } }, outcome: all("objects") },
  buffering: {
    args: { buffering: true },
    outcome: { f5: "objects", "ingress-nginx": "objects", haproxy: "refused" },
  },
  redirect: {
    args: { redirect: { to: "https://www.example/" } },
    outcome: { f5: "refused", "ingress-nginx": "objects", haproxy: "objects" },
  },
  www: { args: { www: true }, outcome: { f5: "refused", "ingress-nginx": "objects", haproxy: "refused" } },
  appRoot: { args: { appRoot: "/app" }, outcome: all("objects") },
  upstreamHost: {
    args: { upstreamHost: "app.internal" },
    outcome: { f5: "refused", "ingress-nginx": "objects", haproxy: "objects" },
  },
  requestBuffering: {
    args: { requestBuffering: true },
    outcome: { f5: "refused", "ingress-nginx": "objects", haproxy: "refused" },
  },
  proxyBufferSize: {
    args: { proxyBufferSize: "8k" },
    outcome: { f5: "objects", "ingress-nginx": "objects", haproxy: "refused" },
  },
  proxyBuffers: {
    args: { proxyBuffers: { number: 8, size: "8k" } },
    outcome: { f5: "objects", "ingress-nginx": "objects", haproxy: "refused" },
  },
  upstreamKeepAlive: {
    args: { upstreamKeepAlive: 16 },
    outcome: { f5: "objects", "ingress-nginx": "refused", haproxy: "refused" },
  },
  rateLimit: { args: { rateLimit: { requestsPerSecond: 10 } }, outcome: all("objects") },
  allow: {
    args: { allow: ["192.0.2.0/24"] },
    outcome: { f5: "refused", "ingress-nginx": "objects", haproxy: "objects" },
  },
  deny: {
    args: { deny: ["192.0.2.0/24"] },
    outcome: { f5: "refused", "ingress-nginx": "objects", haproxy: "objects" },
  },
  connections: {
    args: { connections: 10 },
    outcome: { f5: "refused", "ingress-nginx": "objects", haproxy: "objects" },
  },
  cors: {
    args: { cors: { origins: ["https://shop.example"] } },
    outcome: { f5: "refused", "ingress-nginx": "objects", haproxy: "objects" },
  },
  sticky: { args: { sticky: true }, outcome: all("objects") },
  hsts: {
    args: { hsts: true },
    with: tls,
    outcome: { f5: "objects", "ingress-nginx": "configuration", haproxy: "objects" },
  },
  headers: {
    args: { headers: { request: { "X-Zone": "eu" } } },
    outcome: { f5: "objects", "ingress-nginx": "refused", haproxy: "objects" },
  },
  errorPages: {
    args: { errorPages: { statuses: [503], service: "pages" } },
    outcome: { f5: "refused", "ingress-nginx": "objects", haproxy: "refused" },
  },
  retries: { args: { retries: { tries: 2 } }, outcome: all("objects") },
  basicAuth: { args: { basicAuth: { secret: "users" } }, outcome: all("objects") },
  externalAuth: {
    args: { externalAuth: { url: "https://auth.example/check" } },
    outcome: { f5: "refused", "ingress-nginx": "objects", haproxy: "refused" },
  },
  clientCertificate: {
    args: { clientCertificate: { ca: "clients-ca" } },
    with: tls,
    outcome: { f5: "refused", "ingress-nginx": "objects", haproxy: "refused" },
  },
  backendTls: {
    args: { backendTls: { ca: "api-ca", serverName: "api.internal" } },
    with: { protocol: "https" },
    outcome: { f5: "refused", "ingress-nginx": "objects", haproxy: "refused" },
  },
  annotations: {
    args: { annotations: { "external-dns.alpha.kubernetes.io/ttl": "60" } },
    outcome: all("objects"),
  },
  labels: { args: { labels: { team: "shop" } }, outcome: all("objects") },
  unchecked: { args: { unchecked: true }, outcome: all("refused") },
};

const alwaysRefused: Readonly<Record<ControllerName, readonly ServiceField[]>> = {
  f5: ["tlsPassthrough", "www", "upstreamHost", "connections", "externalAuth", "clientCertificate"],
  "ingress-nginx": ["kind", "tlsPassthrough", "upstreamKeepAlive"],
  haproxy: [
    "kind",
    "tlsPassthrough",
    "www",
    "proxyBufferSize",
    "proxyBuffers",
    "upstreamKeepAlive",
    "errorPages",
    "externalAuth",
    "clientCertificate",
  ],
};

interface Renderer {
  readonly fields: ServiceRenderer<never>["fields"];
  /** Problems, objects and the class's configuration for one service. */
  render(args: Partial<ServiceArgs>): {
    readonly problems: readonly string[];
    readonly objects: unknown;
    readonly configuration: unknown;
  };
}

const renderers: Readonly<Record<ControllerName, Renderer>> = {
  f5: rendererOf("f5", f5Services),
  "ingress-nginx": rendererOf("ingress-nginx", ingressNginxServices),
  haproxy: {
    fields: haproxyServices.fields,
    render: (args) => {
      const spec = edgeClass();
      const api = service("api", args);
      const active = planFailover("none", [api]);
      return {
        problems: haproxyServices.problems(spec, [api]).map(({ path }) => path),
        objects: haproxyServices.plan(spec, active).services.map(({ objects }) => objects),
        configuration: undefined,
      };
    },
  },
};

function rendererOf(controller: ClassControllerName, services: typeof f5Services): Renderer {
  return {
    fields: services.fields,
    render: (args) => {
      const spec = classOf(controller);
      const api = service("api", args);
      const plans = services.plan(spec, planFailover("none", [api]));
      return {
        problems: services.problems(spec, [api]).map(({ path }) => path),
        objects: [plans.services.map(({ objects }) => objects), plans.shared],
        configuration: classControllers[controller].configuration.data(spec, [api]),
      };
    },
  };
}

function outcomeOf({ render }: Renderer, field: string, { args, with: needed = {} }: Sample): Outcome {
  const before = render(needed);
  const after = render({ ...needed, ...args });
  if (after.problems.length > 0) {
    return after.problems.every((path) => path.startsWith(`services.api.${field}`)) ? "refused" : "program";
  }
  if (!isDeepStrictEqual(before.objects, after.objects)) return "objects";
  return isDeepStrictEqual(before.configuration, after.configuration) ? "program" : "configuration";
}

for (const controller of controllerNames) {
  for (const [field, sample] of Object.entries(samples)) {
    const expected = sample.outcome[controller];
    test(`${controller}: a service's ${field} ends up as: ${expected}`, (t) => {
      t.is(outcomeOf(renderers[controller], field, sample), expected);
    });
  }

  test(`${controller}: each field that is refused in every form has a row that says so`, (t) => {
    const { fields } = renderers[controller];
    const refused = serviceFields.filter((field) => fields[field].as === "refused");
    t.deepEqual(refused, alwaysRefused[controller]);
  });
}
