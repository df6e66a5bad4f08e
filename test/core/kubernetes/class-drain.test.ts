import test from "ava";
import { rolloutTimeout, terminationGracePeriodSeconds } from "../../../core/kubernetes/class-drain.ts";
import type { ClassArgs } from "../../../core/model/class.ts";
import { resolveClass } from "../resolve-class.ts";

const gracePeriods: readonly (readonly [ClassArgs, number, string])[] = [
  [{}, 75, "10 delay + 60 timeout + 5"],
  [{ drain: { delay: "0s", timeout: "5m" } }, 305, "0 + 300 + 5"],
  [{ drain: { delay: "500ms", timeout: "1500ms" } }, 8, "1 + 2 + 5"],
  [{ controller: "ingress-nginx" }, 77, "10 + 60 + 2 after nginx + 5"],
];

for (const [args, seconds, sum] of gracePeriods) {
  test(`grace period ${seconds} s: ${sum}`, (t) => {
    t.is(terminationGracePeriodSeconds(resolveClass("x", args)), seconds);
  });
}

// One batch of defaults takes 75 + 30 + 5 = 110 s.
const timeouts: readonly (readonly [string, ClassArgs, string])[] = [
  ["one node at a time is reckoned with 50 nodes", {}, "5500s"],
  ["ten at a time take a tenth, but no less than 10 minutes", { rollout: { maxUnavailable: 10 } }, "600s"],
  ["a quarter at a time takes 4 batches", { rollout: { maxUnavailable: "25%" } }, "600s"],
  ["a tenth at a time takes 10 batches", { rollout: { maxUnavailable: "10%" } }, "1100s"],
  ["a Deployment's batches are its replicas", { expose: { as: "nodePort" }, replicas: 8 }, "880s"],
];

for (const [title, args, timeout] of timeouts) {
  test(title, (t) => {
    t.is(rolloutTimeout(resolveClass("x", args)), timeout);
  });
}
