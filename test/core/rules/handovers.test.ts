import test from "ava";
import type { ClassArgs, ClassSpec } from "../../../core/model/class.ts";
import { exposureOutputs } from "../../../core/outputs/exposure-outputs.ts";
import { handoverProblems } from "../../../core/rules/handovers.ts";
import { told } from "../../told-problems.ts";
import { resolveClass } from "../resolve-class.ts";

type Classes = Readonly<Record<string, ClassArgs>>;

const specs = (classes: Classes): readonly ClassSpec[] =>
  Object.entries(classes).map(([name, args]) => resolveClass(name, args));
const exported = (classes: Classes) =>
  exposureOutputs({
    cluster: {},
    classes: specs(classes),
    services: [],
    failover: "none",
    logrotate: { image: "logrotate:1", pullPolicy: "IfNotPresent", resources: {} },
  }).classes;
const problemsOf = (before: Classes, after: Classes) =>
  told(handoverProblems(specs(after), exported(before)));

const on = (edge: string): ClassArgs => ({ nodeSelector: { edge } });
const [blue, green, red] = [on("blue"), on("green"), on("red")];
const hostPort = { expose: { as: "hostPort" } } as const;
const nodePort = { expose: { as: "nodePort" } } as const;
const loadBalancer = { expose: { as: "loadBalancer" } } as const;
const moved = { expose: { http: 81, https: 444 }, portOffset: 100 };

const refused: readonly (readonly [string, Classes, Classes, readonly string[]])[] = [
  ["nodes of a class that gets others", { a: blue, b: red }, { a: green, b: blue }, ["b"]],
  ["nodes that two classes swap", { a: blue, b: red }, { a: red, b: blue }, ["a", "b"]],
  ["nodes that a new class gets", { a: blue }, { a: green, b: blue }, ["b"]],
  ["some of the nodes of a class that ran everywhere", { a: {} }, { a: green, b: blue }, ["b"]],
  ["nodes and ports of a class that is removed", { a: blue, b: red }, { b: blue }, ["b"]],
  ["those of a class that is renamed", { a: blue }, { b: blue }, ["b"]],
  [
    "a port on the same nodes",
    { a: blue },
    { a: { ...blue, ...moved }, b: { ...blue, metrics: false } },
    ["b"],
  ],
  [
    "ports that two classes swap",
    { a: blue, b: { ...blue, ...moved } },
    { a: { ...blue, ...moved }, b: blue },
    ["a", "b"],
  ],
  [
    "only a port of the controller itself",
    { a: blue },
    { a: { ...blue, metrics: false }, b: { ...blue, expose: { http: 9113, https: 444 }, portOffset: 100 } },
    ["b"],
  ],
  ["host ports", { a: { ...blue, ...hostPort } }, { b: { ...blue, ...hostPort } }, ["b"]],
  ["host ports to the node's network", { a: { ...blue, ...hostPort } }, { b: blue }, ["b"]],
  [
    "ports that a class held on other nodes alone",
    { a: blue, b: { ...red, ...moved } },
    { a: green, b: { nodeSelector: { edge: "blue" }, ...moved, expose: { http: 80, https: 444 } } },
    ["b"],
  ],
  ["nodes of two classes that are removed", { a: blue, b: green }, { c: {} }, ["c", "c"]],
  ["from a class whose name each object has", { constructor: blue }, { b: blue }, ["b"]],
];

for (const [title, before, after, takers] of refused) {
  test(`one update does not hand over ${title}`, (t) => {
    t.deepEqual(
      problemsOf(before, after),
      takers.map((name) => `classes.${name}: changes-hands`),
    );
  });
}

const allowed: readonly (readonly [string, Classes, Classes])[] = [
  ["an unchanged configuration", { a: blue, b: red }, { a: blue, b: red }],
  ["the first classes", {}, { a: blue, b: red }],
  ["the first step, which takes nodes from a class", { a: {}, b: red }, { a: green, b: red }],
  ["the second step, which gives them to another", { a: green, b: red }, { a: green, b: blue }],
  ["a class that only changes its own ports", { a: blue, b: red }, { a: { ...blue, ...moved }, b: red }],
  ["a class that moves its own ports by one", { a: blue }, { a: { ...blue, portOffset: 1 } }],
  ["a class that changes its controller", { a: blue }, { a: { ...blue, controller: "ingress-nginx" } }],
  ["a class that is removed", { a: blue, b: red }, { b: red }],
  ["a new class on other nodes", { a: blue }, { a: blue, b: green }],
  ["a new class with other ports on the nodes of one that goes", { a: blue }, { b: { ...blue, ...moved } }],
  ["node ports", { a: nodePort }, { b: nodePort }],
  ["a class that leaves its nodes for a load balancer", { a: blue }, { a: { ...blue, ...loadBalancer } }],
  ["node ports of the numbers that a class had", { a: { expose: { http: 30_080 } } }, { b: nodePort }],
  ["a load balancer on the nodes of a class that goes", { a: blue }, { b: { ...blue, ...loadBalancer } }],
  ["nodes whose class had a load balancer", { a: { ...blue, ...loadBalancer } }, { b: blue }],
  [
    "nodes whose class had node ports of the same number",
    { a: nodePort },
    { b: { expose: { http: 30_080 } } },
  ],
];

for (const [title, before, after] of allowed) {
  test(`one update can bring ${title}`, (t) => t.deepEqual(problemsOf(before, after), []));
}

test("ports that a class already held on every node in question are not taken", (t) => {
  // No stack file of today has two classes with one port on one node; an older copy of exposure may have let it pass.
  const before = exported({ a: {}, b: { metrics: false } });
  const narrowed = specs({ a: green, b: { ...blue, metrics: false } });
  t.deepEqual(told(handoverProblems(narrowed, before)), []);
  t.deepEqual(told(handoverProblems(specs({ a: green, b: blue }), before)), ["classes.b: changes-hands"]);
});

test("a class that an older copy of exposure exported without its ports gives nothing away", (t) => {
  const { a } = exported({ a: blue });
  t.truthy(a?.fronting);
  const { fronting: _, ...older } = a ?? t.fail();
  t.deepEqual(handoverProblems(specs({ b: blue }), { a: older }), []);
});
