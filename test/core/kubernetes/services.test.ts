import test from "ava";
import { classObjects } from "../../../core/controllers/class-objects.ts";
import { classOwner } from "../../../core/kubernetes/owner.ts";
import { exposureService } from "../../../core/kubernetes/services.ts";
import type { ClassArgs, ExposureMode } from "../../../core/model/class.ts";
import { resolveClass } from "../resolve-class.ts";

const selector = { "app.kubernetes.io/name": "ingress-controller", "app.kubernetes.io/instance": "public" };
const metadata = {
  namespace: "ingress-public",
  labels: { ...selector, "app.kubernetes.io/part-of": "exposure", "app.kubernetes.io/managed-by": "pulumi" },
};
const ports = [
  { name: "http", port: 80, targetPort: "http" },
  { name: "https", port: 443, targetPort: "https" },
];
const skipAwait = { "pulumi.com/skipAwait": "true" };

const services: Readonly<Record<ExposureMode, unknown>> = {
  hostNetwork: undefined,
  hostPort: undefined,
  nodePort: {
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...metadata, name: "controller", annotations: skipAwait },
    spec: {
      type: "NodePort",
      selector,
      ports: [
        { name: "http", port: 80, targetPort: "http", nodePort: 30080 },
        { name: "https", port: 443, targetPort: "https", nodePort: 30443 },
      ],
    },
  },
  loadBalancer: {
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...metadata, name: "controller" },
    spec: { type: "LoadBalancer", externalTrafficPolicy: "Local", selector, ports },
  },
  clusterIP: {
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...metadata, name: "controller", annotations: skipAwait },
    spec: { type: "ClusterIP", selector, ports },
  },
};

for (const [as, service] of Object.entries(services) as [ExposureMode, unknown][]) {
  test(`exposed as ${as}: ${service === undefined ? "no Service" : "the whole Service"}`, (t) => {
    t.deepEqual(exposed({ expose: { as } }), service as never);
  });
}

test("a load balancer's settings reach its Service", (t) => {
  const args: ClassArgs = {
    expose: {
      as: "loadBalancer",
      http: 8080,
      https: 8443,
      serviceAnnotations: { "metallb.io/address-pool": "edge" },
      sourceRanges: ["192.0.2.0/24"],
    },
  };
  t.deepEqual(exposed(args), {
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...metadata, name: "controller", annotations: { "metallb.io/address-pool": "edge" } },
    spec: {
      type: "LoadBalancer",
      externalTrafficPolicy: "Local",
      loadBalancerSourceRanges: ["192.0.2.0/24"],
      selector,
      ports: [
        { name: "http", port: 8080, targetPort: "http" },
        { name: "https", port: 8443, targetPort: "https" },
      ],
    },
  });
});

const settings: readonly (readonly [ClassArgs["expose"], Readonly<Record<string, unknown>>])[] = [
  [{ as: "nodePort", externalTrafficPolicy: "Local" }, { externalTrafficPolicy: "Local" }],
  [{ as: "nodePort", externalTrafficPolicy: "Cluster" }, {}],
  [{ as: "loadBalancer", externalTrafficPolicy: "Cluster" }, { externalTrafficPolicy: "Cluster" }],
  [
    { as: "loadBalancer", loadBalancerClass: "metallb.io/bgp" },
    { externalTrafficPolicy: "Local", loadBalancerClass: "metallb.io/bgp" },
  ],
  [
    { as: "clusterIP", ipFamilies: ["IPv6"] },
    { ipFamilyPolicy: "SingleStack", ipFamilies: ["IPv6"] },
  ],
  [
    { as: "nodePort", ipFamilies: ["IPv6", "IPv4"] },
    { ipFamilyPolicy: "RequireDualStack", ipFamilies: ["IPv6", "IPv4"] },
  ],
];

for (const [expose = {}, fields] of settings) {
  test(`${JSON.stringify(expose)} reaches the Service`, (t) => {
    const { type, selector: _, ports: __, ...rest } = exposed({ expose })?.spec ?? {};
    t.is(type?.toLowerCase(), expose.as?.toLowerCase());
    t.deepEqual(rest, fields);
  });
}

const metricsPorts = [
  [{}, 9113],
  [{ portOffset: 5 }, 9118],
  [{ controller: "ingress-nginx" }, 10254],
] as const;

for (const [args, port] of metricsPorts) {
  test(`metrics with ${JSON.stringify(args)} are found pod by pod on ${port}`, (t) => {
    t.deepEqual(classObjects(resolveClass("public", args), {}).metricsService, {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...metadata, name: "controller-metrics", annotations: skipAwait },
      spec: { clusterIP: "None", selector, ports: [{ name: "metrics", port, targetPort: port }] },
    });
  });
}

function exposed(args: ClassArgs) {
  const spec = resolveClass("public", args);
  return exposureService(classOwner(spec), spec.expose);
}
