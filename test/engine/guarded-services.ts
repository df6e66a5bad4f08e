import type { EdgeConfig } from "../../core/model/edge.ts";
import type { ServiceArgs } from "../../core/model/service.ts";
import type { StackConfig } from "../../core/model/stack.ts";
import { parseEdgeConfig } from "../../core/stack/edge-stack.ts";
import { parseStackConfig } from "../../core/stack/exposure-stack.ts";
import { memoryFiles } from "../core/memory-files.ts";

const cors = {
  origins: ["https://shop.example", "https://*.shop.example"],
  credentials: true,
  exposeHeaders: ["X-Total"],
} as const;

const guarded = {
  backend: { service: "api", port: "https" },
  emergency: { service: "page", port: 80 },
  tls: true,
  protocol: "https",
  allow: ["10.0.0.0/8"],
  deny: ["10.1.0.0/16"],
  rateLimit: { requestsPerMinute: 60, burst: 120 },
  cors,
} as const satisfies Partial<ServiceArgs>;

const otherPage = { service: "page", port: 80, protocol: "http", rewrite: false } as const;

/** A service of each nginx controller with every guard that it has. */
export const guardedStack = (failover: StackConfig["failover"] = "none"): StackConfig => {
  const classed = { snippets: true, defaultCertificate: "certs/default" };
  return parseStackConfig(
    {
      classes: {
        public: { controller: "f5", default: true, ...classed, nodeSelector: { edge: "f5" } },
        legacy: { controller: "ingress-nginx", ...classed, nodeSelector: { edge: "ingress-nginx" } },
      },
      services: {
        api: {
          ...guarded,
          hosts: ["api.example"],
          rewrite: "/v1",
          emergency: otherPage,
          rateLimit: { ...guarded.rateLimit, header: "X-Api-Key" },
          sticky: { sameSite: "none", secure: true, httpOnly: false },
          backendTls: { verify: false },
        },
        old: {
          ...guarded,
          class: "legacy",
          hosts: ["old.example"],
          rewrite: "/v1",
          emergency: otherPage,
          connections: 20,
          sticky: { sameSite: "strict" },
          backendTls: { ca: "old-ca", serverName: "old.internal", clientCertificate: "old-ca" },
          clientCertificate: { ca: "clients-ca", depth: 2 },
          externalAuth: {
            service: { name: "oauth2-proxy", port: 4180, path: "/oauth2/auth" },
            signIn: "https://login.example/oauth2/start",
            responseHeaders: ["X-Auth-Request-User"],
          },
        },
      },
      failover,
    },
    memoryFiles({}),
  );
};

/** A service of HAProxy's with every guard that it has. */
export const guardedEdge = (edge: EdgeConfig): EdgeConfig => {
  const { services } = parseEdgeConfig(
    {
      edge: { nodes: ["192.0.2.11"], nodeSelector: { edge: "haproxy" }, defaultCertificate: "certs/default" },
      classes: {},
      services: {
        guarded: {
          ...guarded,
          hosts: ["guarded.example"],
          connections: 20,
          sticky: { sameSite: "lax", secure: true },
          backendTls: { ca: "api-ca" },
        },
      },
    },
    memoryFiles({}),
    () => false,
  );
  return { ...edge, services };
};
