import test from "ava";
import { checkHandovers } from "../../components/check-handovers.ts";
import { exposureOutputs } from "../../core/outputs/exposure-outputs.ts";
import { resolveClass } from "../core/resolve-class.ts";
import { told } from "../told-problems.ts";

const nothing = { problems: [], warnings: [] };
const after = [resolveClass("new", {})];
const before = {
  ...exposureOutputs({
    cluster: {},
    classes: [resolveClass("old", {})],
    services: [],
    failover: "none",
    logrotate: { image: "logrotate:1", pullPolicy: "IfNotPresent", resources: {} },
  }),
};

test("classes are compared with those of the stack's last update", async (t) => {
  const { problems, warnings } = await checkHandovers(after, [], async () => before);
  t.deepEqual(told(problems), ["classes.new: changes-hands"]);
  t.deepEqual(warnings, []);
});

test("a stack that exports no classes, or those of a newer copy, has nothing to compare", async (t) => {
  for (const outputs of [{}, { version: 1 }, { ...before, version: 2 }]) {
    t.deepEqual(await checkHandovers(after, [], async () => outputs), nothing);
  }
});

test("outputs that cannot be read are a warning, not an error", async (t) => {
  t.deepEqual(await checkHandovers(after, [], () => Promise.reject(new Error("unknown resource"))), {
    problems: [],
    warnings: [
      "what the stack exported last cannot be read (unknown resource): no class was checked for taking ports from another",
    ],
  });
});
