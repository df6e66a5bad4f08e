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
    // No node is master by configuration: the one with the address keeps it until it leaves.
    "  state BACKUP",
    "  nopreempt",
    `  interface ${ip.interface}`,
    `  virtual_router_id ${ip.routerId}`,
    `  priority ${ip.priority}`,
    // The minimum of VRRP version 2; version 3 has no password.
    "  advert_int 1",
    ...nodes.map((node) => `  @${node} unicast_src_ip ${node}`),
    "  unicast_peer {",
    ...nodes.map((node) => `    @^${node} ${node}`),
    "  }",
    "  authentication {",
    "    auth_type PASS",
    `    auth_pass ${ip.secret ?? ""}`,
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

/** Changes with the configuration, so that its pods are replaced. Slow to compute, against guessing the password. */
export function keepalivedFingerprint(spec: EdgeSpec, ip: VirtualIpSpec): string {
  return scryptSync(keepalivedConf(spec, ip), "haproxy-edge", 8).toString("hex");
}

/** Keepalived beside HAProxy in its pod: when the pod ends, the address moves to another node at once (priority 0). */
export function keepalivedPart(spec: EdgeSpec, ip: VirtualIpSpec): PodPart {
  return {
    volumes: [
      { name: "virtual-ip", secret: { secretName: names.edgeVirtualIp, defaultMode: 0o400 } },
      { name: "keepalived-run", emptyDir: {} },
    ],
    sidecars: [keepalivedContainer(ip)],
    // Mounted as a single file, whose changes a running pod does not see. Without the password the fingerprint would be
    // another one, and applying what was rendered would replace the pods.
    ...(ip.secret === undefined
      ? {}
      : { annotations: { "exposure.dev/virtual-ip": keepalivedFingerprint(spec, ip) } }),
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
      // NET_ADMIN to add and remove the address; NET_RAW for VRRP, which is neither TCP nor UDP. Without SETGID and
      // SETUID it starts but never runs its check of HAProxy, for which it sets user and groups, even to root's.
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
