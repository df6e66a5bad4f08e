import test from "ava";
import { canMeet } from "../../../core/rules/node-selectors.ts";

const linux = { "kubernetes.io/os": "linux" };

const cases: readonly (readonly [string, Record<string, string>, Record<string, string>, boolean])[] = [
  ["no selector", {}, {}, true],
  ["one selector", {}, { edge: "a" }, true],
  ["the same selector", { edge: "a" }, { edge: "a" }, true],
  ["different labels", { edge: "a" }, { zone: "b" }, true],
  ["a label that every object has", { constructor: "a" }, { edge: "b" }, true],
  ["one label with two values", { edge: "a" }, { edge: "b" }, false],
  ["two values beside what is common", { ...linux, edge: "a" }, { ...linux, edge: "b" }, false],
];

for (const [title, a, b, meet] of cases) {
  test(`${title}: classes ${meet ? "can" : "cannot"} meet`, (t) => {
    t.is(canMeet({ nodeSelector: a }, { nodeSelector: b }), meet);
    t.is(canMeet({ nodeSelector: b }, { nodeSelector: a }), meet);
  });
}
