import test from "ava";
import { warningsOf } from "../../../core/rules/warnings.ts";
import { service } from "../controllers/fixtures.ts";
import { resolveClass } from "../resolve-class.ts";

test("a class on a retired controller is warned about, others are not", (t) => {
  const classes = [resolveClass("public", {}), resolveClass("legacy", { controller: "ingress-nginx" })];
  t.deepEqual(warningsOf({ classes, services: [] }), [
    'class "legacy" runs ingress-nginx 1.15.1: upstream ended in March 2026 and fixes no vulnerabilities any more; move its services to an f5 class',
  ]);
});

test("annotations that nothing checks are warned about", (t) => {
  const services = [
    service("web", { annotations: { "cert-manager.io/common-name": "web" } }),
    service("api", { annotations: { "nginx.org/lb-method": "ip_hash" }, unchecked: true }),
  ];
  t.deepEqual(warningsOf({ classes: [], services }), [
    'service "api" passes nginx.org/lb-method on unchecked: a wrong value may take its class down',
  ]);
});
