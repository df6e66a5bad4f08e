import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { LogrotateAgent } from "../../components/logrotate-agent.ts";
import { renderAgentSettings } from "../../core/logrotate/agent-settings.ts";
import { agentDaemonSet } from "../../core/logrotate/manifests.ts";
import type { ClassArgs } from "../../core/model/class.ts";
import { resolveClass } from "../core/resolve-class.ts";

const agent = {
  image: "exposure.local/logrotate:2",
  pullPolicy: "IfNotPresent",
  resources: { limits: { memory: "128Mi" } },
} as const;
const spec = (args: ClassArgs = {}) => resolveClass("edge", { logs: { to: "file" }, ...args });
const labels = {
  "app.kubernetes.io/name": "logrotate",
  "app.kubernetes.io/instance": "edge",
  "app.kubernetes.io/part-of": "exposure",
  "app.kubernetes.io/managed-by": "pulumi",
};

const registered: pulumi.runtime.MockResourceArgs[] = [];
await pulumi.runtime.setMocks({
  newResource: (args) => {
    registered.push(args);
    return { id: `${args.name}-id`, state: args.inputs };
  },
  call: ({ inputs }) => inputs,
});

test.serial("one class: the component, its ConfigMap with settings, its DaemonSet", async (t) => {
  const { daemonSet } = new LogrotateAgent("edge-logrotate", { spec: spec(), agent });
  await new Promise((resolve) => daemonSet.id.apply(resolve));
  t.deepEqual(
    registered.map(({ type, name }) => [type, name]),
    [
      ["exposure:index:LogrotateAgent", "edge-logrotate"],
      ["kubernetes:core/v1:ConfigMap", "edge-logrotate-config"],
      ["kubernetes:apps/v1:DaemonSet", "edge-logrotate"],
    ],
  );
  t.like(registered[1]?.inputs, {
    metadata: { name: "logrotate-config", namespace: "ingress-edge", labels },
    data: { "settings.json": renderAgentSettings(spec().logs.rotate) },
  });
});

test("the DaemonSet, whole", (t) => {
  const rendered = agentDaemonSet(
    spec({ nodeSelector: { edge: "yes" }, tolerations: [{ key: "edge", operator: "Exists" }] }),
    agent,
    { "settings.json": "x" },
  );
  t.deepEqual(rendered as unknown, {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "logrotate", namespace: "ingress-edge", labels },
    spec: {
      selector: {
        matchLabels: { "app.kubernetes.io/name": "logrotate", "app.kubernetes.io/instance": "edge" },
      },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%" } },
      template: {
        metadata: {
          labels,
          annotations: {
            "checksum/config": rendered.spec.template.metadata.annotations["checksum/config"],
          },
        },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          hostPID: true,
          nodeSelector: { "kubernetes.io/os": "linux", edge: "yes" },
          tolerations: [{ key: "edge", operator: "Exists" }],
          priorityClassName: "system-node-critical",
          terminationGracePeriodSeconds: 30,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 101,
            runAsGroup: 101,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: "logrotate",
              image: "exposure.local/logrotate:2",
              imagePullPolicy: "IfNotPresent",
              command: ["/logrotate", "run"],
              resources: { limits: { memory: "128Mi" } },
              startupProbe: {
                exec: { command: ["/logrotate", "started"] },
                periodSeconds: 1,
                failureThreshold: 60,
                timeoutSeconds: 5,
              },
              livenessProbe: {
                exec: { command: ["/logrotate", "alive"] },
                periodSeconds: 30,
                timeoutSeconds: 5,
              },
              readinessProbe: {
                exec: { command: ["/logrotate", "ready"] },
                periodSeconds: 30,
                timeoutSeconds: 5,
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: [
                { name: "logs", mountPath: "/var/log/nginx-host" },
                { name: "config", mountPath: "/etc/logrotate-agent", readOnly: true },
                { name: "run", mountPath: "/run/logrotate-agent" },
              ],
            },
          ],
          volumes: [
            { name: "logs", hostPath: { path: "/var/log/nginx-ingress/edge", type: "DirectoryOrCreate" } },
            { name: "config", configMap: { name: "logrotate-config" } },
            { name: "run", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
          ],
        },
      },
    },
  });
});

test("the agent runs as its controller's user and pulls with the class' secrets", (t) => {
  const { spec: pod } = agentDaemonSet(
    spec({ controller: "ingress-nginx", pullSecrets: ["registry"] }),
    agent,
    {},
  ).spec.template;
  t.is(pod.securityContext.runAsGroup, 82);
  t.deepEqual(pod.imagePullSecrets, [{ name: "registry" }]);
});

test("a changed setting changes the pods, an equal one does not", (t) => {
  const checksum = (content: string) =>
    agentDaemonSet(spec(), agent, { "settings.json": content }).spec.template.metadata.annotations[
      "checksum/config"
    ];
  t.is(checksum("a"), checksum("a"));
  t.not(checksum("a"), checksum("b"));
});
