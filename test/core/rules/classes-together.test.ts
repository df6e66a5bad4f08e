import test from "ava";
import type { ClassArgs } from "../../../core/model/class.ts";
import { classesProblems } from "../../../core/rules/classes-together.ts";
import { classes } from "../located.ts";

const a: ClassArgs = { nodeSelector: { edge: "a" } };
const b: ClassArgs = { nodeSelector: { edge: "b" } };
const both: ClassArgs = { expose: { as: "clusterIP" } };
const files = (directory: string): ClassArgs => ({ logs: { to: "file", directory } });
const own = "give each a directory of its own";

const cases: readonly (readonly [
  string,
  Record<string, ClassArgs>,
  readonly (readonly [string, string])[],
])[] = [
  ["two classes on nodes of their own", { a, b }, []],
  [
    "every default after the first",
    { a: { ...a, default: true }, b: { ...b, default: true }, c: { ...both, default: true } },
    [
      ["b.default", 'class "a" is the default already, "b" cannot be too: one class at most'],
      ["c.default", 'class "a" is the default already, "c" cannot be too: one class at most'],
    ],
  ],
  [
    "a namespace two classes name",
    { a: { ...a, namespace: "edge" }, b: { ...b, namespace: "edge" } },
    [
      [
        "b.namespace",
        '"edge" is the namespace of class "a", "b" needs another: each class has one of its own',
      ],
    ],
  ],
  [
    "a namespace that is another class' by default",
    { a, b: { ...b, namespace: "ingress-a" } },
    [
      [
        "b.namespace",
        '"ingress-a" is the namespace of class "a", "b" needs another: each class has one of its own',
      ],
    ],
  ],
  [
    "one log directory on one node",
    { a: { ...both, ...files("/logs/x") }, b: { ...both, ...files("/logs/x") } },
    [["b.logs.directory", `"/logs/x" shares the log directory of class "a": ${own}`]],
  ],
  [
    "log directories within each other, whichever comes first",
    {
      a: { ...both, ...files("/logs/x") },
      b: { ...both, ...files("/logs/x/y") },
      c: { ...both, ...files("/logs") },
    },
    [
      ["b.logs.directory", `"/logs/x/y" lies within the log directory of class "a" ("/logs/x"): ${own}`],
      ["c.logs.directory", `"/logs" holds the log directory of class "a" ("/logs/x"): ${own}`],
      ["c.logs.directory", `"/logs" holds the log directory of class "b" ("/logs/x/y"): ${own}`],
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
      classesProblems(classes(args)),
      problems.map(([path, message]) => ({ path: `classes.${path}`, message })),
    );
  });
}
