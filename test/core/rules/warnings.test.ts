import test from "ava";
import { warningsOf } from "../../../core/rules/warnings.ts";
import { resolveClass } from "../resolve-class.ts";

test("a class on a retired controller is warned about, others are not", (t) => {
  const classes = [resolveClass("public", {}), resolveClass("legacy", { controller: "ingress-nginx" })];
  t.deepEqual(warningsOf({ classes }), [
    'class "legacy" runs ingress-nginx 1.15.1: upstream ended in March 2026 and fixes no vulnerabilities any more; move its services to an f5 class',
  ]);
});
