import test from "ava";
import type { ClassArgs } from "../../../core/model/class.ts";
import { classProblems } from "../../../core/rules/class-rules.ts";
import { classes } from "../located.ts";

const noEffect = "has no effect with expose.as";
const nobody = "would leave none to serve: take fewer, or more replicas";
const files = "has no effect with logs.to stdout: set logs.to to file or both, or leave it out";

const refused: readonly (readonly [ClassArgs, string, string])[] = [
  [
    { namespace: "kube-system" },
    "namespace",
    '"kube-system" is the cluster\'s: a class has a namespace of its own',
  ],
  [
    { expose: { serviceAnnotations: {} } },
    "expose.serviceAnnotations",
    `${noEffect} hostNetwork, only with nodePort, loadBalancer, clusterIP: leave it out`,
  ],
  [
    { expose: { as: "nodePort", sourceRanges: ["10.0.0.0/8"] } },
    "expose.sourceRanges",
    `${noEffect} nodePort, only with loadBalancer: leave it out`,
  ],
  [
    { expose: { as: "hostPort" }, replicas: 3 },
    "replicas",
    `${noEffect} hostPort, only with nodePort, loadBalancer, clusterIP: leave it out`,
  ],
  [
    { disruption: { maxUnavailable: 1 } },
    "disruption",
    `${noEffect} hostNetwork, only with nodePort, loadBalancer, clusterIP: leave it out`,
  ],
  [
    { expose: { as: "loadBalancer" }, replicas: 3, rollout: { maxUnavailable: 3 } },
    "rollout.maxUnavailable",
    `3 of 3 replicas ${nobody}`,
  ],
  [
    { expose: { as: "loadBalancer" }, replicas: 1, disruption: { maxUnavailable: 1 } },
    "disruption.maxUnavailable",
    `1 of 1 replica ${nobody}`,
  ],
  [
    { expose: { as: "clusterIP" }, disruption: { maxUnavailable: "60%" } },
    "disruption.maxUnavailable",
    `60% of 2 replicas, rounded up, ${nobody}`,
  ],
  [
    { expose: { as: "nodePort" }, replicas: 1, disruption: { maxUnavailable: "1%" } },
    "disruption.maxUnavailable",
    `1% of 1 replica, rounded up, ${nobody}`,
  ],
  [
    { expose: { as: "loadBalancer" }, replicas: 99, disruption: { maxUnavailable: "99%" } },
    "disruption.maxUnavailable",
    `99% of 99 replicas, rounded up, ${nobody}`,
  ],
  [
    {
      tolerations: [
        { operator: "Exists", key: "a" },
        { operator: "Exists", key: "a", value: "b" },
      ],
    },
    "tolerations[1]",
    "operator Exists takes no value: leave it out, or use Equal",
  ],
  [{ tolerations: [{ value: "b" }] }, "tolerations[0]", "without a key the operator has to be Exists"],
  [
    { tolerations: [{ key: "a", effect: "NoSchedule", tolerationSeconds: 5 }] },
    "tolerations[0]",
    "tolerationSeconds needs effect NoExecute",
  ],
  [{ logs: { directory: "/var/log/edge" } }, "logs.directory", files],
  [{ logs: { to: "stdout", buffer: "32k" } }, "logs.buffer", files],
  [{ logs: { flush: "1s" } }, "logs.flush", files],
  [{ logs: { rotate: {} } }, "logs.rotate", files],
  [
    { logs: { to: "file", buffer: "4m", rotate: { size: "1m" } } },
    "logs.buffer",
    "4m is more than logs.rotate.size 1m: take a smaller buffer",
  ],
  [{ expose: { http: 443 } }, "expose", "HTTP and HTTPS cannot share port 443: give one of them another"],
];

for (const [args, field, message] of refused) {
  test(`${field}: ${message}`, (t) => {
    t.deepEqual(classes({ a: args }).flatMap(classProblems), [{ path: `classes.a.${field}`, message }]);
  });
}

const accepted: Readonly<Record<string, ClassArgs>> = {
  "nothing but defaults": {},
  "a service mode with all it has": {
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
  "as many nodes at a time as one likes": { rollout: { maxUnavailable: 100 } },
  "a toleration of everything": { tolerations: [{ operator: "Exists" }] },
  "both log targets": { logs: { to: "both", directory: "/var/log/edge", rotate: { keep: 3 } } },
};

for (const [title, args] of Object.entries(accepted)) {
  test(`${title} is accepted`, (t) => t.deepEqual(classes({ a: args }).flatMap(classProblems), []));
}

test("a class' name leaves room for its namespace, ingress-<class>", (t) => {
  const longest = "a".repeat(55);
  t.deepEqual(classes({ [longest]: {} }).flatMap(classProblems), []);
  t.deepEqual(
    classes({ [`${longest}a`]: {} })
      .flatMap(classProblems)
      .map(({ message }) => message),
    [`expected a name of at most 55 lower case letters, digits and "-", none at its ends, got "${longest}a"`],
  );
});
