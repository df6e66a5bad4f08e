import { scryptSync } from "node:crypto";
import type { Container } from "../../kubernetes/objects.ts";
import type { PodPart } from "../../kubernetes/pod-template.ts";
import type { EdgeSpec } from "../../model/edge.ts";
import { names } from "../../model/names.ts";
import type { VirtualIpSpec } from "../../model/virtual-ip.ts";
import { listeningPort } from "../ports.ts";
import { haproxyFacts } from "./facts.ts";

/** The one file that keepalived is configured by. */
export const keepalivedFile = "keepalived.conf";

/**
 * One configuration for all nodes: a line with `@` is for the node of that address, one with `@^` for the
 * others. Adverts go from node to node (unicast): multicast is often filtered.
 * @see https://www.keepalived.org/manpage.html
 */
export function keepalivedConf(spec: EdgeSpec, ip: VirtualIpSpec): string {
  const { nodes } = spec;
  return [
    "global_defs {",
    "  enable_script_security",
    "  script_user root",
    "}",
    "vrrp_script haproxy {",
    `  script "/usr/local/bin/check-haproxy ${listeningPort(haproxyFacts.ports.health, spec)}"`,
    "  interval 1",
    "  timeout 1",
    "  fall 2",
    "  rise 2",
    "}",
    "vrrp_instance haproxy-edge {",
    // No node is master by configuration: the one that has the address keeps it until it goes.
    "  state BACKUP",
    "  nopreempt",
    `  interface ${ip.interface}`,
    `  virtual_router_id ${ip.routerId}`,
    `  priority ${ip.priority}`,
    // The least VRRP version 2 has, and version 3 knows no password.
    "  advert_int 1",
    ...nodes.map((node) => `  @${node} unicast_src_ip ${node}`),
    "  unicast_peer {",
    ...nodes.map((node) => `    @^${node} ${node}`),
    "  }",
    "  authentication {",
    "    auth_type PASS",
    `    auth_pass ${ip.secret}`,
    "  }",
    "  virtual_ipaddress {",
    `    ${ip.address} dev ${ip.interface}`,
    "  }",
    "  track_script {",
    "    haproxy",
    "  }",
    "}",
    "",
  ].join("\n");
}

/** Changes with the configuration, so that the pods that read it are replaced. Slow to guess the password by. */
export function keepalivedFingerprint(spec: EdgeSpec, ip: VirtualIpSpec): string {
  return scryptSync(keepalivedConf(spec, ip), "haproxy-edge", 8).toString("hex");
}

/** Keepalived beside HAProxy in its pod: when the pod ends the address goes to another node at once (priority 0). */
export function keepalivedPart(spec: EdgeSpec, ip: VirtualIpSpec): PodPart {
  return {
    volumes: [
      { name: "virtual-ip", secret: { secretName: names.edgeVirtualIp, defaultMode: 0o400 } },
      { name: "keepalived-run", emptyDir: {} },
    ],
    sidecars: [keepalivedContainer(ip)],
    // Mounted as one file, which a running pod does not see change.
    annotations: { "exposure.dev/virtual-ip": keepalivedFingerprint(spec, ip) },
  };
}

function keepalivedContainer(ip: VirtualIpSpec): Container {
  return {
    name: "keepalived",
    image: ip.image,
    imagePullPolicy: ip.pullPolicy,
    args: [
      "--vrrp",
      "--dont-fork",
      "--log-console",
      "--no-syslog",
      "--release-vips",
      `--use-file=/etc/keepalived/${keepalivedFile}`,
      "--config-id=$(NODE_IP)",
    ],
    env: [{ name: "NODE_IP", valueFrom: { fieldRef: { fieldPath: "status.hostIP" } } }],
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
    securityContext: {
      runAsUser: 0,
      runAsGroup: 0,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      // Adds and removes the address; speaks VRRP, which is a protocol beside TCP and UDP. Without the other
      // two it starts and never runs its check of HAProxy: it sets user and groups for it, root's though they are.
      capabilities: { drop: ["ALL"], add: ["NET_ADMIN", "NET_RAW", "SETGID", "SETUID"] },
    },
    volumeMounts: [
      {
        name: "virtual-ip",
        mountPath: `/etc/keepalived/${keepalivedFile}`,
        subPath: keepalivedFile,
        readOnly: true,
      },
      { name: "keepalived-run", mountPath: "/run" },
    ],
  };
}
