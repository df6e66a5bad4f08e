import { createHash } from "node:crypto";
import { logMount } from "../controllers/nginx/log-directory.ts";
import { classControllers } from "../controllers/registry.ts";
import { configMap } from "../kubernetes/config-map.ts";
import { namespacedMetadata } from "../kubernetes/metadata.ts";
import type { ConfigMap, Container, DaemonSet } from "../kubernetes/objects.ts";
import { logrotateOwner } from "../kubernetes/owner.ts";
import { imagePullSecrets } from "../kubernetes/pod-template.ts";
import type { ClassSpec } from "../model/class.ts";
import { names } from "../model/names.ts";
import type { LogrotateSpec } from "../model/stack.ts";
import { configMount, renderAgentSettings, runMount, settingsFile } from "./agent-settings.ts";

/** The program in the agent's image. */
const program = "/logrotate";

/** The agent's settings. */
export function agentConfigMap(spec: ClassSpec): ConfigMap {
  return configMap(logrotateOwner(spec), names.logrotateConfig, {
    [settingsFile]: renderAgentSettings(spec.logs.rotate),
  });
}

/**
 * The agent on every node the class may run on. It sees the node's processes (`hostPID`) to signal nginx,
 * runs as nginx' own user so that it may, and has neither a capability nor a token.
 */
export function agentDaemonSet(
  spec: ClassSpec,
  agent: LogrotateSpec,
  data: Readonly<Record<string, string>>,
) {
  const owner = logrotateOwner(spec);
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: namespacedMetadata(owner, owner.name),
    spec: {
      selector: { matchLabels: owner.selector },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%" } },
      template: {
        metadata: { labels: owner.labels, annotations: { "checksum/config": checksum(data) } },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          hostPID: true,
          nodeSelector: { ...spec.nodeSelector },
          tolerations: [...spec.tolerations],
          // A full disk evicts pods: the one that makes room goes last.
          priorityClassName: "system-node-critical",
          // The agent gives up a compression at once, and waits up to 5 s for nginx to reopen what it has renamed.
          terminationGracePeriodSeconds: 30,
          securityContext: podSecurity(spec),
          ...imagePullSecrets(spec),
          containers: [agentContainer(agent)],
          volumes: [
            { name: "logs", hostPath: { path: spec.logs.directory, type: "DirectoryOrCreate" } },
            { name: "config", configMap: { name: names.logrotateConfig } },
            { name: "run", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
          ],
        },
      },
    },
  } satisfies DaemonSet;
}

function agentContainer({ image, pullPolicy, resources }: LogrotateSpec) {
  return {
    name: "logrotate",
    image,
    imagePullPolicy: pullPolicy,
    command: [program, "run"],
    resources: { ...resources },
    // The other probes begin when it succeeds: asked before its first look is over, an agent would wait 30 s for
    // the next question, and a rollout with it, node by node. An agent whose first look takes longer counts as started
    // after 45 s, before the threshold would restart it.
    startupProbe: { ...probe("started"), periodSeconds: 1, failureThreshold: 60 },
    livenessProbe: probe("alive"),
    readinessProbe: probe("ready"),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [
      { name: "logs", mountPath: logMount },
      { name: "config", mountPath: configMount, readOnly: true },
      { name: "run", mountPath: runMount },
    ],
  } satisfies Container;
}

function probe(what: "started" | "alive" | "ready") {
  return { exec: { command: [program, what] }, periodSeconds: 30, timeoutSeconds: 5 };
}

function podSecurity({ controller }: ClassSpec) {
  const { user, group } = classControllers[controller].facts;
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: group,
    seccompProfile: { type: "RuntimeDefault" },
  };
}

function checksum(data: Readonly<Record<string, string>>): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
