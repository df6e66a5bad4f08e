import test from "ava";
import type { FailoverFlag } from "../../../core/model/failover.ts";
import { resolveService } from "../../../core/model/resolve-service.ts";
import type { StackConfig } from "../../../core/model/stack.ts";
import { exposureOutputs } from "../../../core/outputs/exposure-outputs.ts";
import { resolveClass } from "../resolve-class.ts";

const stack = (failover: FailoverFlag): StackConfig => ({
  cluster: {},
  classes: [
    resolveClass("internal", {
      controller: "ingress-nginx",
      expose: { as: "nodePort" },
      portOffset: 100,
    }),
    resolveClass("public", {
      logs: { to: "file" },
      nodeSelector: { edge: "public" },
      proxyProtocol: { trustedAddresses: ["192.0.2.11/32"] },
    }),
  ],
  services: [
    resolveService(
      "api",
      {
        hosts: ["api.example.com"],
        paths: [{ path: "/v1" }, { path: "/v2", type: "Exact" }],
        backend: { service: "api", port: "http" },
        emergency: { service: "api-standby" },
        tls: true,
      },
      "public",
    ),
    resolveService("tools", { class: "internal", backend: { service: "tools", port: 8080 } }, "public"),
  ],
  failover,
  logrotate: { image: "logrotate:1", pullPolicy: "IfNotPresent", resources: {} },
});

test("the outputs name every class, service and log directory, and no service in failover", (t) => {
  t.deepEqual(exposureOutputs(stack("none")), {
    version: 1,
    classes: {
      internal: {
        className: "internal",
        controller: "ingress-nginx",
        namespace: "ingress-internal",
        exposedAs: "nodePort",
        ports: { http: 30080, https: 30443 },
        nodeSelector: { "kubernetes.io/os": "linux" },
        fronting: {
          podSelector: {
            "app.kubernetes.io/name": "ingress-controller",
            "app.kubernetes.io/instance": "internal",
          },
          readiness: { port: 10354, path: "/healthz" },
          nodePorts: [
            { port: 30080, purpose: "HTTP" },
            { port: 30443, purpose: "HTTPS" },
          ],
        },
      },
      public: {
        className: "public",
        controller: "f5",
        namespace: "ingress-public",
        exposedAs: "hostNetwork",
        ports: { http: 80, https: 443 },
        nodeSelector: { "kubernetes.io/os": "linux", edge: "public" },
        fronting: {
          podSelector: {
            "app.kubernetes.io/name": "ingress-controller",
            "app.kubernetes.io/instance": "public",
          },
          readiness: { port: 8081, path: "/nginx-ready" },
          nodePorts: [
            { port: 80, purpose: "HTTP" },
            { port: 443, purpose: "HTTPS" },
            { port: 8081, purpose: "readiness" },
            { port: 8080, purpose: "nginx status" },
            { port: 9113, purpose: "metrics" },
          ],
          proxyProtocol: { trustedAddresses: ["192.0.2.11/32"] },
        },
      },
    },
    services: {
      api: {
        class: "public",
        namespace: "default",
        ingress: "api",
        urls: [
          "http://api.example.com/v1",
          "http://api.example.com/v2",
          "https://api.example.com/v1",
          "https://api.example.com/v2",
        ],
        active: { service: "api", port: "http" },
        primary: { service: "api", port: "http" },
        emergency: { service: "api-standby", port: "http" },
      },
      tools: {
        class: "internal",
        namespace: "default",
        ingress: "tools",
        urls: ["http://*:30080/"],
        active: { service: "tools", port: 8080 },
        primary: { service: "tools", port: 8080 },
      },
    },
    failover: [],
    logDirectories: { public: "/var/log/nginx-ingress/public" },
  });
});

for (const flag of ["all", ["api"]] as const) {
  test(`failover ${JSON.stringify(flag)} changes only the active backend, and lists the service`, (t) => {
    const before = exposureOutputs(stack("none"));
    const api = before.services.api;
    t.deepEqual(exposureOutputs(stack(flag)), {
      ...before,
      services: {
        ...before.services,
        api: { ...api, active: { service: "api-standby", port: "http" }, switch: { mode: "on" } },
      },
      failover: ["api"],
    } as typeof before);
  });
}

test("a drill is listed with its reason and time, and does not change the active backend", (t) => {
  const before = exposureOutputs(stack("none"));
  const occasion = { reason: "monthly", until: "2026-11-23T18:00:00Z" };
  t.deepEqual(exposureOutputs(stack({ services: { api: { mode: "drill", ...occasion } } })), {
    ...before,
    services: { ...before.services, api: { ...before.services.api, switch: { mode: "drill", ...occasion } } },
  } as typeof before);
});
