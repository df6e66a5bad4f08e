import test from "ava";
import { internalPorts, internalPortsOf, listeningPort } from "../../../core/model/ports.ts";

test("a class' offset is added to every port of the controller's own", (t) => {
  t.is(listeningPort(internalPorts.f5.ready, { portOffset: 0 }), 8081);
  t.is(listeningPort(internalPorts["ingress-nginx"].health, { portOffset: 100 }), 10354);
  t.deepEqual(internalPortsOf({ controller: "f5", metrics: true, portOffset: 10 }), [
    { port: 8091, purpose: "readiness" },
    { port: 8090, purpose: "nginx status" },
    { port: 9123, purpose: "metrics" },
  ]);
});

test("F5 opens a port for metrics only where they are wanted; ingress-nginx has them on its health port", (t) => {
  const count = (controller: "f5" | "ingress-nginx", metrics: boolean) =>
    internalPortsOf({ controller, metrics, portOffset: 0 }).length;
  t.deepEqual([count("f5", true), count("f5", false)], [3, 2]);
  t.deepEqual([count("ingress-nginx", true), count("ingress-nginx", false)], [5, 5]);
});
