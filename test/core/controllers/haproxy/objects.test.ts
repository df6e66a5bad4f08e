import test from "ava";
import { classService } from "../../../../core/controllers/haproxy/class-service.ts";
import { edgeObjects } from "../../../../core/controllers/haproxy/objects.ts";
import type { EdgeSpec } from "../../../../core/model/edge.ts";
import { planClasses } from "../../../../core/rules/edge-routes.ts";
import { edgeOf, exposureOf, trusting } from "../../edge-fixtures.ts";

const labels = {
  "app.kubernetes.io/name": "haproxy-edge",
  "app.kubernetes.io/instance": "haproxy",
  "app.kubernetes.io/part-of": "exposure",
  "app.kubernetes.io/managed-by": "pulumi",
};

const exposure = exposureOf({ public: trusting, internal: trusting });
const classes = { internal: { http: 81, https: 444 } };
const { routes } = planClasses({ edge: edgeOf(), classes }, exposure);

test("each class's ports lead to its own Service, by port of the edge", (t) => {
  t.deepEqual(edgeObjects(edgeOf(), routes, []).tcpServices, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "haproxy-tcp-services", namespace: "haproxy-edge", labels },
    data: {
      "80": "ingress-public/haproxy-edge:80",
      "81": "ingress-internal/haproxy-edge:80",
      "443": "ingress-public/haproxy-edge:443",
      "444": "ingress-internal/haproxy-edge:443",
    },
  });
});

test("a class's Service names its controller's pods and how they are reached and checked", (t) => {
  const [, route] = routes;
  if (route === undefined) return t.fail();
  t.deepEqual(classService(edgeOf(), route), {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: "haproxy-edge",
      namespace: "ingress-public",
      labels,
      annotations: {
        "haproxy.org/backend-config-snippet": [
          "option httpchk",
          "http-check connect port 8081",
          "http-check send meth GET uri /nginx-ready",
          "http-check expect status 200",
          "option redispatch 1",
          "default-server fall 2 rise 1 observe layer4 error-limit 2 on-error mark-down",
          "option srvtcpka",
          "srvtcpka-idle 10s",
          "srvtcpka-intvl 1s",
          "srvtcpka-cnt 3",
        ].join("\n"),
        "haproxy.org/check-interval": "250ms",
        "haproxy.org/load-balance": "leastconn",
        "haproxy.org/send-proxy-protocol": "proxy-v2",
        "haproxy.org/timeout-check": "250ms",
        "haproxy.org/timeout-server": "1h",
        "pulumi.com/skipAwait": "true",
      },
    },
    spec: {
      clusterIP: "None",
      selector: { "app.kubernetes.io/name": "ingress-controller", "app.kubernetes.io/instance": "public" },
      ports: [
        { name: "http", port: 80, targetPort: "http" },
        { name: "https", port: 443, targetPort: "https" },
      ],
    },
  });
});

test("no PROXY protocol where both sides have none", (t) => {
  const [route] = routes;
  if (route === undefined) return t.fail();
  const service = classService(edgeOf(), { ...route, proxyProtocol: false });
  t.false("haproxy.org/send-proxy-protocol" in (service.metadata.annotations ?? {}));
  t.true("haproxy.org/load-balance" in (service.metadata.annotations ?? {}));
});

test("the configuration has every derived value, and no password", (t) => {
  t.deepEqual(objectsOf(edgeOf()).config.data, {
    maxconn: "29000",
    "hard-stop-after": "30m",
    "syslog-server": "address:stdout, format:raw, facility:daemon",
    "timeout-connect": "1s",
    "timeout-queue": "5s",
    "timeout-http-request": "5s",
    "timeout-http-keep-alive": "60s",
    "timeout-server": "60s",
    "timeout-client": "1h",
    "timeout-tunnel": "1h",
    "backend-config-snippet": "option redispatch 1",
    "ssl-redirect-port": "8443",
    "global-config-snippet": [
      "ssl-default-bind-options no-tlsv11",
      "ssl-default-bind-ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305",
      "# frontends: 7233dd8503d6a9a5",
    ].join("\n"),
    "stats-config-snippet":
      "stats http-request auth realm haproxy-edge unless { http_auth(haproxy-edge-stats) }",
  });
  t.is(objectsOf(edgeOf({ threads: 4 })).config.data.nbthread, "4");
});

test("without access lines the log has notices and worse alone", (t) => {
  const { data } = objectsOf(edgeOf({ accessLog: false })).config;
  t.is(data["syslog-server"], "address:stdout, format:raw, facility:daemon, level:notice");
});

test("addresses that may see the statistics are checked before HTTP, and a change of them reloads HAProxy", (t) => {
  const { data } = objectsOf(edgeOf({ stats: { allow: ["192.0.2.0/24", "127.0.0.1/32"] } })).config;
  t.deepEqual(data["stats-config-snippet"]?.split("\n"), [
    "tcp-request connection reject unless { src 192.0.2.0/24 127.0.0.1/32 }",
    "stats http-request auth realm haproxy-edge unless { http_auth(haproxy-edge-stats) }",
  ]);
  t.not(data["global-config-snippet"], objectsOf(edgeOf()).config.data["global-config-snippet"]);
});

test("the edge's own objects: namespace, class, account", (t) => {
  const { namespace, ingressClass, access } = objectsOf(edgeOf());
  t.deepEqual(namespace.metadata, {
    name: "haproxy-edge",
    labels: { ...labels, "pod-security.kubernetes.io/enforce": "privileged" },
  });
  t.deepEqual(ingressClass, {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "haproxy", labels },
    spec: { controller: "haproxy.org/ingress-controller/haproxy" },
  });
  t.false(access.serviceAccount.automountServiceAccountToken);
});

test("the controller may read what it follows and write nothing", (t) => {
  const { clusterRole, clusterRoleBinding, role, roleBinding } = objectsOf(edgeOf()).access;
  const verbs = [clusterRole, role].flatMap(({ rules = [] }) => rules.flatMap((rule) => rule.verbs));
  t.deepEqual([...new Set(verbs)].toSorted(), ["get", "list", "watch"]);
  t.deepEqual(
    clusterRole.rules?.flatMap(({ resources }) => resources),
    [
      "namespaces",
      "services",
      "secrets",
      "endpointslices",
      "ingresses",
      "ingressclasses",
      "customresourcedefinitions",
    ],
  );
  const subjects = [{ kind: "ServiceAccount", name: "haproxy-edge", namespace: "haproxy-edge" }];
  t.deepEqual(clusterRoleBinding.subjects, subjects);
  t.deepEqual(roleBinding.subjects, subjects);
});

test("a pod on each node of the selector, replaced one node at a time", (t) => {
  const { template: _, ...spec } = objectsOf(edgeOf()).workload.spec;
  t.deepEqual(spec, {
    selector: {
      matchLabels: { "app.kubernetes.io/name": "haproxy-edge", "app.kubernetes.io/instance": "haproxy" },
    },
    minReadySeconds: 5,
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
  });
  const pod = podOf();
  t.true(pod.hostNetwork);
  t.deepEqual(pod.nodeSelector, { "kubernetes.io/os": "linux", "example.com/edge": "haproxy" });
  t.is(pod.terminationGracePeriodSeconds, 80, "10 s of delay, 60 s of drain, 10 s to end");
  t.false("tolerations" in pod);
  t.false("imagePullSecrets" in pod);
});

test("the arguments say every port, name the two ConfigMaps, and never open the profiler", (t) => {
  t.deepEqual(podOf().containers[0]?.args, [
    "--ingress.class=haproxy",
    "--configmap=$(POD_NAMESPACE)/haproxy-config",
    "--configmap-tcp-services=$(POD_NAMESPACE)/haproxy-tcp-services",
    "--http-bind-port=8080",
    "--https-bind-port=8443",
    "--stats-bind-port=1024",
    "--healthz-bind-port=1042",
    "--controller-port=6060",
    "--default-backend-port=6061",
    "--localpeer-port=10000",
    "--disable-ipv6",
    "--disable-quic",
    "--disable-ingress-status-update",
    "--disable-service-external-name",
    "--prometheus",
  ]);
  const other = podOf(edgeOf({ portOffset: 1, metrics: false, defaultCertificate: "certs/default" }));
  t.deepEqual(other.containers[0]?.args?.slice(5), [
    "--stats-bind-port=1025",
    "--healthz-bind-port=1043",
    "--controller-port=0",
    "--default-backend-port=6062",
    "--localpeer-port=10001",
    "--disable-ipv6",
    "--disable-quic",
    "--disable-ingress-status-update",
    "--disable-service-external-name",
    "--default-ssl-certificate=certs/default",
  ]);
});

test("the container has four capabilities, its own ports, the list of users as one file", (t) => {
  const [container] = podOf().containers;
  t.deepEqual(container?.securityContext, {
    runAsUser: 0,
    runAsGroup: 0,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE", "CHOWN", "DAC_OVERRIDE", "FOWNER"] },
  });
  t.deepEqual(
    container?.ports?.map(({ name, containerPort }) => [name, containerPort]),
    [
      ["http", 8080],
      ["https", 8443],
      ["stats", 1024],
      ["health", 1042],
      ["controller", 6060],
      ["default-backend", 6061],
      ["peers", 10_000],
    ],
  );
  t.deepEqual(container?.volumeMounts, [
    {
      name: "stats",
      mountPath: "/etc/haproxy/haproxy-aux.cfg",
      subPath: "haproxy-aux.cfg",
      readOnly: true,
    },
  ]);
  t.deepEqual(podOf().volumes, [
    { name: "stats", secret: { secretName: "haproxy-stats", defaultMode: 0o400 } },
  ]);
  t.deepEqual(container?.resources, {
    requests: { cpu: "500m", memory: "2Gi" },
    limits: { memory: "2Gi" },
  });
  t.deepEqual(container?.readinessProbe, { httpGet: { path: "/healthz", port: "health" }, periodSeconds: 1 });
});

test("Prometheus finds HAProxy and the controller of each pod", (t) => {
  t.deepEqual(objectsOf(edgeOf({ portOffset: 100 })).metricsService?.spec, {
    clusterIP: "None",
    selector: { "app.kubernetes.io/name": "haproxy-edge", "app.kubernetes.io/instance": "haproxy" },
    ports: [
      { name: "haproxy", port: 1124, targetPort: 1124 },
      { name: "controller", port: 6160, targetPort: 6160 },
    ],
  });
});

test("a rollout has time for every node one after the other", (t) => {
  t.is(objectsOf(edgeOf()).rolloutTimeout, "600s");
  const nodes = Array.from({ length: 10 }, (_, index) => `192.0.2.${index + 1}`);
  t.is(objectsOf(edgeOf({ nodes })).rolloutTimeout, "1150s", "10 × (80 + 30 + 5)");
  t.is(objectsOf(edgeOf({ nodes, rollout: { maxUnavailable: "10%" } })).rolloutTimeout, "1150s");
});

function objectsOf(edge: EdgeSpec) {
  return edgeObjects(edge, [], []);
}

function podOf(edge = edgeOf()) {
  const pod = objectsOf(edge).workload.spec.template.spec;
  if (pod === undefined) throw new Error("the workload has no pod");
  return pod;
}
