import { certificateName, labNamespace } from "../../lab/stacks/certificate.ts";
import type { Testbed } from "../../lab/testbed/testbed.ts";
import type { Variant } from "./measure.ts";
import { backendServices, serving } from "./scenarios.ts";

const host = "bench.example";

/** One backend on one node, reached through a class, through HAProxy and a class, and through HAProxy alone. */
export async function throughEdge(testbed: Testbed): Promise<readonly Variant[]> {
  const [{ name: node, address }] = testbed.nodes;
  const [backend] = await backendServices(testbed, ["backend-1"]);
  const nodeSelector = { "kubernetes.io/hostname": node };
  const defaultCertificate = `${labNamespace}/${certificateName}`;
  const common = {
    nodeSelector,
    defaultCertificate,
    logs: { to: "file" },
    drain: { delay: "0s" },
    performance: { profile: "high" },
  };
  const service = { hosts: [host], backend };
  await testbed.up({
    "exposure:classes": {
      alone: { ...common, expose: { http: 8400, https: 8500 }, portOffset: 1000 },
      // nginx speaks either PROXY protocol or none, so the one behind the edge is another
      behind: {
        ...common,
        expose: { http: 8401, https: 8501 },
        portOffset: 2000,
        proxyProtocol: { trustedAddresses: [`${address}/32`] },
      },
    },
    "exposure:services": {
      alone: { ...service, class: "alone" },
      behind: { ...service, class: "behind" },
    },
    "exposure:logrotate": { image: "exposure.local/logrotate:2" },
  });
  await testbed.upHaproxy({
    "haproxy-edge:edge": {
      nodes: [address],
      nodeSelector,
      defaultCertificate,
      expose: { http: 7080, https: 7443 },
      maxconn: 8_000,
      memory: "512Mi",
      cpu: "100m",
      drain: { delay: "0s" },
    },
    "haproxy-edge:classes": { alone: false, behind: { http: 8601, https: 8701 } },
    "haproxy-edge:services": { bench: service },
  });
  return serving([
    { name: "class f5", target: `${address}:8400`, host },
    { name: "HAProxy, PROXY protocol, class f5", target: `${address}:8601`, host },
    { name: "class haproxy", target: `${address}:7080`, host },
  ]);
}
