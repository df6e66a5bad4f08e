import test from "ava";
import type { ClassArgs, ExposureMode } from "../../../core/model/class.ts";
import { nodePorts, ownPortProblems, portClashes } from "../../../core/rules/node-ports.ts";
import { told } from "../../told-problems.ts";
import { classes } from "../located.ts";

function portsOf(args: ClassArgs): readonly (readonly [number, string])[] {
  return classes({ a: args }).flatMap(({ spec }) =>
    nodePorts(spec).map(({ port, purpose }) => [port, purpose] as const),
  );
}

const f5 = [
  [80, "HTTP"],
  [443, "HTTPS"],
  [8081, "readiness"],
  [8080, "nginx status"],
  [9113, "metrics"],
] as const;

const taken: readonly (readonly [string, ClassArgs, readonly (readonly [number, string])[]])[] = [
  ["F5 on the node's network", {}, f5],
  ["F5 without metrics", { metrics: false }, f5.slice(0, 4)],
  [
    "F5 moved by 100",
    { portOffset: 100, expose: { http: 8000 } },
    [
      [8000, "HTTP"],
      [443, "HTTPS"],
      [8181, "readiness"],
      [8180, "nginx status"],
      [9213, "metrics"],
    ],
  ],
  [
    "ingress-nginx on the node's network",
    { controller: "ingress-nginx" },
    [
      [80, "HTTP"],
      [443, "HTTPS"],
      [10254, "health and metrics"],
      [10246, "nginx status"],
      [10247, "stream configuration"],
      [8181, "default server"],
      [10245, "profiler"],
    ],
  ],
  ["host ports", { expose: { as: "hostPort" } }, f5.slice(0, 2)],
  [
    "node ports",
    { expose: { as: "nodePort" } },
    [
      [30080, "HTTP"],
      [30443, "HTTPS"],
    ],
  ],
  ["a load balancer", { expose: { as: "loadBalancer" } }, []],
  ["a cluster address", { expose: { as: "clusterIP" } }, []],
];

for (const [title, args, ports] of taken) {
  test(`ports of a node: ${title}`, (t) => t.deepEqual(portsOf(args), ports));
}

const apart = { nodeSelector: { edge: "a" } };
const other = { nodeSelector: { edge: "b" } };
const clashes: readonly (readonly [string, ClassArgs, ClassArgs, boolean])[] = [
  ["on separate nodes", apart, other, false],
  ["on the same nodes", apart, { ...apart, metrics: false }, true],
  [
    "one of which runs everywhere",
    { metrics: false },
    { ...other, expose: { http: 8080, https: 8443 }, portOffset: 10 },
    true,
  ],
  ["moved out of each other's way", {}, { expose: { http: 81, https: 444 }, portOffset: 100 }, false],
  ["of two controllers", { controller: "ingress-nginx" }, { expose: { http: 81, https: 444 } }, false],
  [
    "of two controllers, F5 moved onto ingress-nginx' default server",
    { controller: "ingress-nginx" },
    { expose: { http: 81, https: 444 }, portOffset: 100 },
    true,
  ],
  [
    "with a host port each",
    { expose: { as: "hostPort" } },
    { expose: { as: "hostPort", https: 8443 } },
    true,
  ],
  [
    "with node ports, which every node opens",
    { ...apart, expose: { as: "nodePort" } },
    { ...other, expose: { as: "nodePort", https: 30444 } },
    true,
  ],
  [
    "with a load balancer each",
    { expose: { as: "loadBalancer" } },
    { expose: { as: "loadBalancer" } },
    false,
  ],
];

for (const [title, a, b, clash] of clashes) {
  test(`classes ${title}`, (t) => {
    t.deepEqual(told(portClashes(classes({ a, b }))), clash ? ["classes.b: port-taken-twice"] : []);
  });
}

test("three classes on one node clash pair by pair", (t) => {
  t.deepEqual(told(portClashes(classes({ a: {}, b: {}, c: {} }))), [
    "classes.b: port-taken-twice",
    "classes.c: port-taken-twice",
    "classes.c: port-taken-twice",
  ]);
});

const refused: readonly (readonly [ClassArgs, string])[] = [
  [{ expose: { http: 443 } }, "expose: port-taken-twice"],
  [{ expose: { as: "nodePort", http: 80 } }, "expose.http: node-port-out-of-range"],
  [{ expose: { as: "nodePort", https: 32_768 } }, "expose.https: node-port-out-of-range"],
  [{ expose: { http: 8080 } }, "expose.http: port-taken-twice"],
  [{ expose: { https: 8091 }, portOffset: 10 }, "expose.https: port-taken-twice"],
  [{ controller: "ingress-nginx", expose: { http: 8181 } }, "expose.http: port-taken-twice"],
  [{ portOffset: 56_423 }, "portOffset: port-out-of-range"],
];

for (const [args, problem] of refused) {
  test(`a class by itself is refused with ${JSON.stringify(args)}`, (t) => {
    t.deepEqual(told(classes({ a: args }).flatMap(ownPortProblems)), [`classes.a.${problem}`]);
  });
}

test("in the pod's own network the controller's ports conflict with no other", (t) => {
  const modes: readonly ExposureMode[] = ["hostPort", "loadBalancer", "clusterIP"];
  for (const as of modes) {
    t.deepEqual(classes({ a: { expose: { as, http: 8080 } } }).flatMap(ownPortProblems), []);
  }
});
