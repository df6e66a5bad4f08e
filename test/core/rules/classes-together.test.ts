import test from "ava";
import type { ClassArgs } from "../../../core/model/class.ts";
import { classesProblems } from "../../../core/rules/classes-together.ts";
import { told } from "../../told-problems.ts";
import { classes } from "../located.ts";

const a: ClassArgs = { nodeSelector: { edge: "a" } };
const b: ClassArgs = { nodeSelector: { edge: "b" } };
const both: ClassArgs = { expose: { as: "clusterIP" } };
const files = (directory: string): ClassArgs => ({ logs: { to: "file", directory } });

const cases: readonly (readonly [string, Record<string, ClassArgs>, readonly string[]])[] = [
  ["two classes on separate nodes", { a, b }, []],
  [
    "every default after the first",
    { a: { ...a, default: true }, b: { ...b, default: true }, c: { ...both, default: true } },
    ["b.default: two-defaults", "c.default: two-defaults"],
  ],
  [
    "a namespace that two classes name",
    { a: { ...a, namespace: "edge" }, b: { ...b, namespace: "edge" } },
    ["b.namespace: namespace-shared"],
  ],
  [
    "a namespace that is another class's by default",
    { a, b: { ...b, namespace: "ingress-a" } },
    ["b.namespace: namespace-shared"],
  ],
  [
    "one log directory on one node",
    { a: { ...both, ...files("/logs/x") }, b: { ...both, ...files("/logs/x") } },
    ["b.logs.directory: log-directory-shared"],
  ],
  [
    "log directories within each other, in either order",
    {
      a: { ...both, ...files("/logs/x") },
      b: { ...both, ...files("/logs/x/y") },
      c: { ...both, ...files("/logs") },
    },
    [
      "b.logs.directory: log-directory-shared",
      "c.logs.directory: log-directory-shared",
      "c.logs.directory: log-directory-shared",
    ],
  ],
  [
    "one log directory on nodes that are never the same",
    { a: { ...a, ...files("/logs/x") }, b: { ...b, ...files("/logs/x") } },
    [],
  ],
];

for (const [title, args, problems] of cases) {
  test(`${title}: ${problems.length} problems`, (t) => {
    t.deepEqual(
      told(classesProblems(classes(args))),
      problems.map((problem) => `classes.${problem}`),
    );
  });
}
