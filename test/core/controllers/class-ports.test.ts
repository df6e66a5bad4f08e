import test from "ava";

import { classObjects } from "../../../core/controllers/class-objects.ts";
import type { ClassSpec, ExposureMode } from "../../../core/model/class.ts";
import { resolveClass } from "../resolve-class.ts";

test("every port of f5 is declared, so that the scheduler keeps clashing classes apart", (t) => {
  t.deepEqual(portsOf(resolveClass("public", { portOffset: 10 })), [
    { name: "http", containerPort: 80 },
    { name: "https", containerPort: 443 },
    { name: "ready", containerPort: 8091 },
    { name: "status", containerPort: 8090 },
    { name: "metrics", containerPort: 9123 },
  ]);
});

test("f5 without metrics does not declare their port", (t) => {
  const declared = portsOf(resolveClass("public", { metrics: false })).map(({ name }) => name);
  t.deepEqual(declared, ["http", "https", "ready", "status"]);
});

test("every port of ingress-nginx is declared", (t) => {
  t.deepEqual(portsOf(resolveClass("legacy", { controller: "ingress-nginx" })), [
    { name: "http", containerPort: 80 },
    { name: "https", containerPort: 443 },
    { name: "health", containerPort: 10254 },
    { name: "status", containerPort: 10246 },
    { name: "stream", containerPort: 10247 },
    { name: "default-server", containerPort: 8181 },
    { name: "profiler", containerPort: 10245 },
  ]);
});

test("hostPort maps HTTP and HTTPS alone", (t) => {
  const as: ExposureMode = "hostPort";
  const mapped = portsOf(resolveClass("public", { expose: { as, http: 8000, https: 8443 } }));
  t.deepEqual(
    mapped.filter(({ hostPort }) => hostPort !== undefined),
    [
      { name: "http", containerPort: 80, hostPort: 8000 },
      { name: "https", containerPort: 443, hostPort: 8443 },
    ],
  );
});

function portsOf(spec: ClassSpec) {
  return classObjects(spec, {}).workload.spec.template.spec?.containers[0]?.ports ?? [];
}
