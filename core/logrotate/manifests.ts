import { createHash } from "node:crypto";
import type { types } from "@pulumi/kubernetes";
import { logMount } from "../controllers/nginx/log-directory.ts";
import type { ClassSpec } from "../model/class.ts";
import { controllers } from "../model/controllers.ts";
import { commonLabels, names } from "../model/names.ts";
import type { LogrotateSpec } from "../model/stack.ts";
import { configMount, renderAgentSettings, runMount, settingsFile } from "./agent-settings.ts";

type ConfigMapArgs = types.input.core.v1.ConfigMap;
type DaemonSetArgs = types.input.apps.v1.DaemonSet;
type Container = types.input.core.v1.Container;

/** The program in the agent's image. */
const program = "/logrotate";

/** The agent's settings. */
export function agentConfigMap({ name, namespace, logs }: ClassSpec) {
  return {
    metadata: { name: names.logrotateConfig, namespace, labels: commonLabels("logrotate", name) },
    data: { [settingsFile]: renderAgentSettings(logs.rotate) },
  } satisfies ConfigMapArgs;
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
  const labels = commonLabels("logrotate", spec.name);
  const selector = {
    "app.kubernetes.io/name": "logrotate",
    "app.kubernetes.io/instance": spec.name,
  };
  return {
    metadata: { name: names.logrotate, namespace: spec.namespace, labels },
    spec: {
      selector: { matchLabels: selector },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%" } },
      template: {
        metadata: { labels, annotations: { "checksum/config": checksum(data) } },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          hostPID: true,
          nodeSelector: { ...spec.nodeSelector },
          tolerations: [...spec.tolerations],
          // A full disk evicts pods: the one that makes room goes last.
          priorityClassName: "system-node-critical",
          // It ends a compression at once; what it has renamed it sees reopened, within 5 s.
          terminationGracePeriodSeconds: 30,
          securityContext: podSecurity(spec),
          ...pullSecrets(spec),
          containers: [agentContainer(agent)],
          volumes: [
            { name: "logs", hostPath: { path: spec.logs.directory, type: "DirectoryOrCreate" } },
            { name: "config", configMap: { name: names.logrotateConfig } },
            { name: "run", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
          ],
        },
      },
    },
  } satisfies DaemonSetArgs;
}

function agentContainer({ image, pullPolicy, resources }: LogrotateSpec) {
  return {
    name: "logrotate",
    image,
    imagePullPolicy: pullPolicy,
    command: [program, "run"],
    resources: { ...resources },
    // The others begin when it succeeds: an agent asked before its first look is over would wait 30 s for the next
    // question, and a rollout with it, node by node. A look that takes longer is started after 45 s all the same,
    // before the threshold would restart it.
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
  const { user, group } = controllers[controller];
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: group,
    seccompProfile: { type: "RuntimeDefault" },
  };
}

function pullSecrets({ pullSecrets }: ClassSpec) {
  return pullSecrets.length === 0 ? {} : { imagePullSecrets: pullSecrets.map((name) => ({ name })) };
}

function checksum(data: Readonly<Record<string, string>>): string {
  return createHash("sha256").update(JSON.stringify(data)).digest("hex");
}
