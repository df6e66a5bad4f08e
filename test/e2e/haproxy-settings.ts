import { controllers } from "../../core/controllers/registry.ts";
import { until } from "../../lab/machine/until.ts";
import { realNodeLabel } from "../../lab/nodes/plan.ts";
import { certificateName, labNamespace } from "../../lab/stacks/certificate.ts";
import { upBackend } from "../../lab/testbed/backend.ts";
import type { Settings, Testbed } from "../../lab/testbed/testbed.ts";
import { ask } from "./request.ts";
import { type Changes, edgeSettings } from "./settings.ts";

/** Without these, none of the edge's tests can run. */
export const edgeImages = [controllers.haproxy.facts.image, controllers.f5.facts.image] as const;

/** Host of the service that HAProxy serves directly. */
export const liveHost = "live.example";
export const liveStandby = "live-standby";
export const live = { service: "live", namespace: "default", ports: ["http"] } as const;

/** A service of several pods whose clients stay with the one they have. */
export const keptHost = "kept.example";
export const kept = { service: "kept", namespace: "default", ports: ["http"] } as const;
export const keptCookie = "route";

/** Ports for clients. Edge and nginx share the two nodes, so the edge has other ports. */
export const ports = { public: 8000, haproxy: 9080, haproxyTls: 9443, stats: 1024, metrics: 6060 } as const;

/** A free address of the lab's range. */
export const virtualIp = "172.30.0.100";
export const vrrpSecret = { "haproxy-edge:vrrpSecret": "Kq7mW2xZ" } as const;

/** The exposure stack behind the edge: one class on both nodes that trusts both. */
export function behindEdge(testbed: Testbed, changes: Changes = {}): Promise<Settings> {
  const trustedAddresses = testbed.nodes.map(({ address }) => `${address}/32`);
  return edgeSettings(["f5"], { ofClass: () => ({ proxyProtocol: { trustedAddresses } }), ...changes });
}

/** HAProxy on both nodes; `own` keys replace those of `haproxy-edge:edge`. */
export function haproxySettings(testbed: Testbed, overrides: Settings = {}): Settings {
  return {
    "haproxy-edge:edge": {
      nodes: testbed.nodes.map(({ address }) => address),
      nodeSelector: { [realNodeLabel]: "true" },
      expose: { http: ports.haproxy, https: ports.haproxyTls },
      defaultCertificate: `${labNamespace}/${certificateName}`,
      // the lab's machine allows a process 20,000 open files, of which a connection takes two
      maxconn: 8_000,
      memory: "512Mi",
      cpu: "100m",
      // no balancer takes these nodes out of rotation: a longer delay would only make the suite slower
      drain: { delay: "3s", timeout: "10s" },
      ...overrides,
    },
    "haproxy-edge:classes": { public: { http: ports.public, https: 8444 } },
    "haproxy-edge:virtualIp": { address: `${virtualIp}/24`, interface: "eth0", routerId: 51 },
    "haproxy-edge:services": {
      live: {
        hosts: [liveHost],
        backend: { service: "live", port: "http" },
        emergency: { service: liveStandby },
        // Lines of the backends: a switch must not move them, for that would be a reload.
        retries: { on: ["error"], tries: 2 },
        headers: { hide: ["X-Hidden"] },
      },
      kept: {
        hosts: [keptHost],
        backend: { service: kept.service, port: "http" },
        tls: true,
        sticky: { cookie: keptCookie },
        headers: { request: { "X-Zone": "eu" } },
        rateLimit: { requestsPerSecond: 100, burst: 100 },
      },
    },
  };
}

/** The pods behind {@link liveHost}, or those of its standby. */
export function upLive(testbed: Testbed, replicas: number, service: string = live.service): Promise<void> {
  return upBackend(testbed, { ...live, service }, replicas);
}

/** Returns once HAProxy answers for {@link liveHost} on each node. */
export async function liveServed({ nodes }: Testbed): Promise<void> {
  for (const node of nodes) {
    const question = { host: liveHost, path: "/", port: ports.haproxy };
    await until(`${node.name} serves`, 30_000, async () => (await ask(node, question)).status === 200);
  }
}
