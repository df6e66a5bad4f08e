import test from "ava";
import type { ClassArgs, ExposureMode } from "../../../core/model/class.ts";
import { nodePorts, ownPortProblems, portClashes } from "../../../core/rules/node-ports.ts";
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
const waysOut =
  "give them node selectors that exclude each other, or one of them other ports (expose.http, expose.https; portOffset for the rest)";

const clashes: readonly (readonly [string, ClassArgs, ClassArgs, string | undefined])[] = [
  ["on nodes of their own", apart, other, undefined],
  [
    "on the same nodes",
    apart,
    { ...apart, metrics: false },
    `class "b" can meet class "a" on a node and both take port 80 (HTTP), port 443 (HTTPS), port 8081 (readiness), port 8080 (nginx status): ${waysOut}`,
  ],
  [
    "one of which runs everywhere",
    { metrics: false },
    { ...other, expose: { http: 8080, https: 8443 }, portOffset: 10 },
    `class "b" can meet class "a" on a node and both take port 8080 (nginx status of "a", HTTP of "b"): ${waysOut}`,
  ],
  ["moved out of each other's way", {}, { expose: { http: 81, https: 444 }, portOffset: 100 }, undefined],
  ["of two controllers", { controller: "ingress-nginx" }, { expose: { http: 81, https: 444 } }, undefined],
  [
    "of two controllers, F5 moved onto ingress-nginx' default server",
    { controller: "ingress-nginx" },
    { expose: { http: 81, https: 444 }, portOffset: 100 },
    `class "b" can meet class "a" on a node and both take port 8181 (default server of "a", readiness of "b"): ${waysOut}`,
  ],
  [
    "with a host port each",
    { expose: { as: "hostPort" } },
    { expose: { as: "hostPort", https: 8443 } },
    `class "b" can meet class "a" on a node and both take port 80 (HTTP): ${waysOut}`,
  ],
  [
    "with node ports, which every node opens",
    { ...apart, expose: { as: "nodePort" } },
    { ...other, expose: { as: "nodePort", https: 30444 } },
    `class "b" meets class "a" (a node port is taken on every node) and both take port 30080 (HTTP): give one of them other ports (expose.http, expose.https; portOffset for the rest)`,
  ],
  [
    "with a load balancer each",
    { expose: { as: "loadBalancer" } },
    { expose: { as: "loadBalancer" } },
    undefined,
  ],
];

for (const [title, a, b, message] of clashes) {
  test(`classes ${title}`, (t) => {
    const expected = message === undefined ? [] : [{ path: "classes.b", message }];
    t.deepEqual(portClashes(classes({ a, b })), expected);
  });
}

test("three classes on one node clash pair by pair", (t) => {
  const problems = portClashes(classes({ a: {}, b: {}, c: {} }));
  t.deepEqual(
    problems.map(({ path }) => path),
    ["classes.b", "classes.c", "classes.c"],
  );
});

const own: readonly (readonly [ClassArgs, string, string])[] = [
  [{ expose: { http: 443 } }, "expose", "HTTP and HTTPS cannot share port 443: give one of them another"],
  [
    { expose: { as: "nodePort", http: 80 } },
    "expose.http",
    "expected a node port from 30000 to 32767, got 80",
  ],
  [
    { expose: { as: "nodePort", https: 32_768 } },
    "expose.https",
    "expected a node port from 30000 to 32767, got 32768",
  ],
  [
    { expose: { http: 8080 } },
    "expose.http",
    "the controller listens on port 8080 for nginx status already: serve HTTP on another, or move its own ports by portOffset",
  ],
  [
    { expose: { https: 8091 }, portOffset: 10 },
    "expose.https",
    "the controller listens on port 8091 for readiness already: serve HTTPS on another, or move its own ports by portOffset",
  ],
  [
    { controller: "ingress-nginx", expose: { http: 8181 } },
    "expose.http",
    "the controller listens on port 8181 for default server already: serve HTTP on another, or move its own ports by portOffset",
  ],
  [{ portOffset: 56_423 }, "portOffset", "moves metrics to port 65536, above 65535: take a smaller one"],
];

for (const [args, field, message] of own) {
  test(`a class by itself: ${message}`, (t) => {
    t.deepEqual(classes({ a: args }).flatMap(ownPortProblems), [{ path: `classes.a.${field}`, message }]);
  });
}

test("in a network of the pod's own the controller's ports are in nobody's way", (t) => {
  const modes: readonly ExposureMode[] = ["hostPort", "loadBalancer", "clusterIP"];
  for (const as of modes) {
    t.deepEqual(classes({ a: { expose: { as, http: 8080 } } }).flatMap(ownPortProblems), []);
  }
});
