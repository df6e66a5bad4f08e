import test from "ava";
import { f5Facts } from "../../../core/controllers/f5/facts.ts";
import { ingressNginxFacts } from "../../../core/controllers/ingress-nginx/facts.ts";
import { internalPorts, listeningPort } from "../../../core/controllers/ports.ts";
import { classControllers } from "../../../core/controllers/registry.ts";

test("a class's offset is added to every port of the controller's own", (t) => {
  t.is(listeningPort(f5Facts.ports.ready, { portOffset: 0 }), 8081);
  t.is(listeningPort(ingressNginxFacts.ports.health, { portOffset: 100 }), 10354);
  t.deepEqual(internalPorts(f5Facts, { metrics: true, portOffset: 10 }), {
    ready: { port: 8091, purpose: "readiness" },
    status: { port: 8090, purpose: "nginx status" },
    metrics: { port: 9123, purpose: "metrics" },
  });
});

test("F5 opens a port for metrics only if they are on; ingress-nginx has them on its health port", (t) => {
  const count = (controller: "f5" | "ingress-nginx", metrics: boolean) =>
    Object.keys(internalPorts(classControllers[controller].facts, { metrics, portOffset: 0 })).length;
  t.deepEqual([count("f5", true), count("f5", false)], [3, 2]);
  t.deepEqual([count("ingress-nginx", true), count("ingress-nginx", false)], [5, 5]);
});
