import test from "ava";
import type { ClassArgs } from "../../../core/model/class.ts";
import { classProblems } from "../../../core/rules/class-rules.ts";
import { told } from "../../told-problems.ts";
import { classes } from "../located.ts";

const refused: readonly (readonly [ClassArgs, string, string])[] = [
  [{ namespace: "kube-system" }, "namespace", "system-namespace"],
  [{ expose: { serviceAnnotations: {} } }, "expose.serviceAnnotations", "has-no-effect"],
  [{ expose: { as: "nodePort", sourceRanges: ["10.0.0.0/8"] } }, "expose.sourceRanges", "has-no-effect"],
  [{ expose: { externalTrafficPolicy: "Local" } }, "expose.externalTrafficPolicy", "has-no-effect"],
  [
    { expose: { as: "clusterIP", externalTrafficPolicy: "Cluster" } },
    "expose.externalTrafficPolicy",
    "has-no-effect",
  ],
  [
    { expose: { as: "nodePort", loadBalancerClass: "metallb.io/bgp" } },
    "expose.loadBalancerClass",
    "has-no-effect",
  ],
  [{ expose: { as: "hostPort", ipFamilies: ["IPv6"] } }, "expose.ipFamilies", "has-no-effect"],
  [{ expose: { as: "clusterIP", ipFamilies: ["IPv6", "IPv6"] } }, "expose.ipFamilies[1]", "listed-twice"],
  [{ ipv6: false, expose: { as: "clusterIP", ipFamilies: ["IPv6"] } }, "expose.ipFamilies[0]", "no-listener"],
  [{ expose: { as: "hostPort" }, replicas: 3 }, "replicas", "has-no-effect"],
  [{ disruption: { maxUnavailable: 1 } }, "disruption", "has-no-effect"],
  [
    { expose: { as: "loadBalancer" }, replicas: 3, rollout: { maxUnavailable: 3 } },
    "rollout.maxUnavailable",
    "no-pod-left",
  ],
  [
    { expose: { as: "loadBalancer" }, replicas: 1, disruption: { maxUnavailable: 1 } },
    "disruption.maxUnavailable",
    "no-pod-left",
  ],
  [
    { expose: { as: "clusterIP" }, disruption: { maxUnavailable: "60%" } },
    "disruption.maxUnavailable",
    "no-pod-left",
  ],
  [
    { expose: { as: "nodePort" }, replicas: 1, disruption: { maxUnavailable: "1%" } },
    "disruption.maxUnavailable",
    "no-pod-left",
  ],
  [
    { expose: { as: "loadBalancer" }, replicas: 99, disruption: { maxUnavailable: "99%" } },
    "disruption.maxUnavailable",
    "no-pod-left",
  ],
  [
    {
      tolerations: [
        { operator: "Exists", key: "a" },
        { operator: "Exists", key: "a", value: "b" },
      ],
    },
    "tolerations[1]",
    "exists-takes-no-value",
  ],
  [{ tolerations: [{ value: "b" }] }, "tolerations[0]", "needs-operator-exists"],
  [
    { tolerations: [{ key: "a", effect: "NoSchedule", tolerationSeconds: 5 }] },
    "tolerations[0]",
    "needs-effect-no-execute",
  ],
  [{ logs: { directory: "/var/log/edge" } }, "logs.directory", "has-no-effect"],
  [{ logs: { to: "stdout", buffer: "32k" } }, "logs.buffer", "has-no-effect"],
  [{ logs: { flush: "1s" } }, "logs.flush", "has-no-effect"],
  [{ logs: { rotate: {} } }, "logs.rotate", "has-no-effect"],
  [{ logs: { format: "text", fields: { a: "b" } } }, "logs.fields", "has-no-effect"],
  [{ logs: { to: "file", buffer: "4m", rotate: { size: "1m" } } }, "logs.buffer", "buffer-above-size"],
  [{ tls: { minVersion: "TLSv1.3", ciphers: "HIGH" } }, "tls.ciphers", "has-no-effect"],
  [
    {
      proxyProtocol: { trustedAddresses: ["10.0.0.1/32"] },
      forwardedHeaders: { trustedAddresses: ["10.0.0.1/32"] },
    },
    "forwardedHeaders",
    "two-addresses",
  ],
  [{ expose: { http: 443 } }, "expose", "port-taken-twice"],
  [
    { ingressDefaults: { annotations: { "nginx.org/hsts": "true" } } },
    'ingressDefaults.annotations["nginx.org/hsts"]',
    "not-a-default",
  ],
  [
    { ingressDefaults: { annotations: { "cert-manager.io/issuer": "ca" } } },
    'ingressDefaults.annotations["cert-manager.io/issuer"]',
    "not-a-default",
  ],
  [
    { ingressDefaults: { labels: { "app.kubernetes.io/name": "x" } } },
    'ingressDefaults.labels["app.kubernetes.io/name"]',
    "not-a-default",
  ],
];

for (const [args, field, code] of refused) {
  test(`${JSON.stringify(args)}: ${code}`, (t) => {
    t.deepEqual(told(classes({ a: args }).flatMap(classProblems)), [`classes.a.${field}: ${code}`]);
  });
}

const accepted: Readonly<Record<string, ClassArgs>> = {
  "nothing but defaults": {},
  "a Service mode with every setting": {
    expose: { as: "loadBalancer", serviceAnnotations: { a: "b" }, sourceRanges: ["10.0.0.0/8"] },
    replicas: 3,
    disruption: { maxUnavailable: 2 },
    rollout: { maxUnavailable: "99%" },
  },
  "a single replica with the defaults": { expose: { as: "clusterIP" }, replicas: 1 },
  "half of two for evictions": { expose: { as: "clusterIP" }, disruption: { maxUnavailable: "50%" } },
  "99% of a hundred for evictions": {
    expose: { as: "clusterIP" },
    replicas: 100,
    disruption: { maxUnavailable: "99%" },
  },
  "a share for the rollout of a single replica, which is rounded down": {
    expose: { as: "clusterIP" },
    replicas: 1,
    rollout: { maxUnavailable: "99%" },
  },
  "any number of nodes at a time": { rollout: { maxUnavailable: 100 } },
  "a toleration of every taint": { tolerations: [{ operator: "Exists" }] },
  "both log targets": { logs: { to: "both", directory: "/var/log/edge", rotate: { keep: 3 } } },
};

for (const [title, args] of Object.entries(accepted)) {
  test(`${title} is accepted`, (t) => t.deepEqual(classes({ a: args }).flatMap(classProblems), []));
}

test("a class's name leaves room for its namespace, ingress-<class>", (t) => {
  const longest = "a".repeat(55);
  t.deepEqual(classes({ [longest]: {} }).flatMap(classProblems), []);
  t.deepEqual(told(classes({ [`${longest}a`]: {} }).flatMap(classProblems)), [
    `classes.${longest}a: wrong-name`,
  ]);
});
