import test from "ava";
import { classObjects } from "../../../core/controllers/class-objects.ts";
import { f5Args } from "../../../core/controllers/f5/args.ts";
import { ingressNginxArgs } from "../../../core/controllers/ingress-nginx/args.ts";
import { resolveClass } from "../resolve-class.ts";

const podEnv = [
  { name: "POD_NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
  { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
];
const image = "docker.io/nginx/nginx-ingress:5.5.4";
const f5Mounts = [
  { name: "nginx-etc", mountPath: "/etc/nginx" },
  { name: "nginx-cache", mountPath: "/var/cache/nginx" },
  { name: "nginx-lib", mountPath: "/var/lib/nginx" },
  { name: "nginx-state", mountPath: "/var/lib/nginx/state" },
  { name: "nginx-log", mountPath: "/var/log/nginx" },
];
const f5Volumes = f5Mounts.map(({ name }) => ({ name, emptyDir: {} }));
const f5User = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 101,
  runAsGroup: 101,
};
const copyEtc = {
  name: "copy-etc",
  image,
  imagePullPolicy: "IfNotPresent",
  command: ["cp", "-dR", "/etc/nginx/.", "/mnt/etc"],
  securityContext: { ...f5User, capabilities: { drop: ["ALL"] } },
  volumeMounts: [{ name: "nginx-etc", mountPath: "/mnt/etc" }],
};
const f5Container = {
  name: "controller",
  image,
  imagePullPolicy: "IfNotPresent",
  env: podEnv,
  readinessProbe: { httpGet: { path: "/nginx-ready", port: "ready" }, periodSeconds: 1 },
  lifecycle: { preStop: { sleep: { seconds: 10 } } },
  resources: { requests: { cpu: "100m", memory: "256Mi" } },
  securityContext: { ...f5User, capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } },
};
const f5Ports = [
  { name: "http", containerPort: 80 },
  { name: "https", containerPort: 443 },
  { name: "ready", containerPort: 8081 },
  { name: "status", containerPort: 8080 },
  { name: "metrics", containerPort: 9113 },
];

test("f5 on the nodes, logging to files: the whole DaemonSet", (t) => {
  const spec = resolveClass("public", {
    nodeSelector: { "node-role.example/edge": "" },
    tolerations: [{ key: "edge", operator: "Exists", effect: "NoSchedule" }],
    pullSecrets: ["registry"],
    logs: { to: "file", directory: "/srv/logs" },
    rollout: { maxUnavailable: "25%", minReady: "10s" },
  });
  const logs = { name: "logs", mountPath: "/var/log/nginx-host" };
  t.deepEqual(classObjects(spec, {}).workload, {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: metadata("public"),
    spec: {
      selector: { matchLabels: selector("public") },
      minReadySeconds: 10,
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: 0 } },
      template: {
        metadata: { labels: labels("public") },
        spec: {
          serviceAccountName: "controller",
          automountServiceAccountToken: true,
          priorityClassName: "system-cluster-critical",
          nodeSelector: { "kubernetes.io/os": "linux", "node-role.example/edge": "" },
          terminationGracePeriodSeconds: 75,
          securityContext: { seccompProfile: { type: "RuntimeDefault" } },
          hostNetwork: true,
          dnsPolicy: "ClusterFirstWithHostNet",
          tolerations: [{ key: "edge", operator: "Exists", effect: "NoSchedule" }],
          imagePullSecrets: [{ name: "registry" }],
          initContainers: [
            copyEtc,
            {
              name: "log-directory",
              image,
              imagePullPolicy: "IfNotPresent",
              command: ["install", "-d", "-m", "0755", "-o", "101", "-g", "101", "/var/log/nginx-host"],
              securityContext: {
                runAsUser: 0,
                runAsGroup: 0,
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"], add: ["CHOWN", "FOWNER"] },
              },
              volumeMounts: [logs],
            },
          ],
          containers: [
            { ...f5Container, args: [...f5Args(spec)], ports: f5Ports, volumeMounts: [...f5Mounts, logs] },
          ],
          volumes: [
            ...f5Volumes,
            { name: "logs", hostPath: { path: "/srv/logs", type: "DirectoryOrCreate" } },
          ],
        },
      },
    },
  });
});

test("f5 behind a Service: the whole Deployment, spread over nodes, with no trace of the node", (t) => {
  const spec = resolveClass("public", {
    expose: { as: "loadBalancer" },
    replicas: 3,
    sysctls: { "net.core.somaxconn": "4096" },
  });
  t.deepEqual(classObjects(spec, {}).workload, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata("public"),
    spec: {
      replicas: 3,
      selector: { matchLabels: selector("public") },
      minReadySeconds: 5,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 1 } },
      template: {
        metadata: { labels: labels("public") },
        spec: {
          serviceAccountName: "controller",
          automountServiceAccountToken: true,
          priorityClassName: "system-cluster-critical",
          nodeSelector: { "kubernetes.io/os": "linux" },
          terminationGracePeriodSeconds: 75,
          securityContext: {
            seccompProfile: { type: "RuntimeDefault" },
            sysctls: [{ name: "net.core.somaxconn", value: "4096" }],
          },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: "kubernetes.io/hostname",
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: selector("public") },
              matchLabelKeys: ["pod-template-hash"],
            },
          ],
          initContainers: [copyEtc],
          containers: [{ ...f5Container, args: [...f5Args(spec)], ports: f5Ports, volumeMounts: f5Mounts }],
          volumes: f5Volumes,
        },
      },
    },
  });
});

test("ingress-nginx on the nodes with a custom template: the whole DaemonSet", (t) => {
  const spec = resolveClass("legacy", {
    controller: "ingress-nginx",
    expose: { as: "hostPort", http: 8000, https: 8443 },
    resources: { requests: { cpu: "1" }, limits: { memory: "1Gi" } },
  });
  const httpGet = { path: "/healthz", port: "health" };
  t.deepEqual(classObjects(spec, {}, "events {}").workload, {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: metadata("legacy"),
    spec: {
      selector: { matchLabels: selector("legacy") },
      minReadySeconds: 5,
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      template: {
        metadata: { labels: labels("legacy") },
        spec: {
          serviceAccountName: "controller",
          automountServiceAccountToken: true,
          priorityClassName: "system-cluster-critical",
          nodeSelector: { "kubernetes.io/os": "linux" },
          terminationGracePeriodSeconds: 77,
          securityContext: { seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              name: "controller",
              image: "registry.k8s.io/ingress-nginx/controller:v1.15.1",
              imagePullPolicy: "IfNotPresent",
              args: [...ingressNginxArgs(spec)],
              env: [...podEnv, { name: "LD_PRELOAD", value: "/usr/local/lib/libmimalloc.so" }],
              ports: [
                { name: "http", containerPort: 80, hostPort: 8000 },
                { name: "https", containerPort: 443, hostPort: 8443 },
                { name: "health", containerPort: 10254 },
                { name: "status", containerPort: 10246 },
                { name: "stream", containerPort: 10247 },
                { name: "default-server", containerPort: 8181 },
                { name: "profiler", containerPort: 10245 },
              ],
              readinessProbe: { httpGet, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 3 },
              livenessProbe: {
                httpGet,
                initialDelaySeconds: 10,
                periodSeconds: 10,
                timeoutSeconds: 5,
                failureThreshold: 5,
              },
              lifecycle: { preStop: { exec: { command: ["/wait-shutdown"] } } },
              resources: { requests: { cpu: "1" }, limits: { memory: "1Gi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: false,
                runAsNonRoot: true,
                runAsUser: 101,
                runAsGroup: 82,
                capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
              },
              volumeMounts: [{ name: "template", mountPath: "/etc/nginx/template", readOnly: true }],
            },
          ],
          volumes: [{ name: "template", configMap: { name: "controller-template-9853170246" } }],
        },
      },
    },
  });
});

test("a class without delay has no preStop: Kubernetes refuses to sleep 0 seconds", (t) => {
  const manifest = JSON.stringify(
    classObjects(resolveClass("public", { drain: { delay: "0s" } }), {}).workload,
  );
  t.false(manifest.includes("preStop"));
});

const strategies = [
  [1, 1, 0],
  [1, 2, 0],
  [2, 1, 1],
  [3, 2, 2],
  [4, "25%", "25%"],
] as const;

for (const [replicas, maxUnavailable, effective] of strategies) {
  test(`${replicas} replicas with ${maxUnavailable} unavailable never go at once`, (t) => {
    const spec = resolveClass("x", { expose: { as: "nodePort" }, replicas, rollout: { maxUnavailable } });
    t.like(classObjects(spec, {}).workload.spec, {
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: effective, maxSurge: 1 } },
    });
  });
}

test("the disruption budget holds evictions of the class's own pods", (t) => {
  const spec = resolveClass("public", { expose: { as: "clusterIP" }, disruption: { maxUnavailable: "50%" } });
  t.deepEqual(classObjects(spec, {}).disruptionBudget, {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: metadata("public"),
    spec: {
      maxUnavailable: "50%",
      selector: { matchLabels: selector("public") },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    },
  });
});

function selector(className: string) {
  return { "app.kubernetes.io/name": "ingress-controller", "app.kubernetes.io/instance": className };
}

function labels(className: string) {
  return {
    ...selector(className),
    "app.kubernetes.io/part-of": "exposure",
    "app.kubernetes.io/managed-by": "pulumi",
  };
}

function metadata(className: string) {
  return { name: "controller", namespace: `ingress-${className}`, labels: labels(className) };
}
