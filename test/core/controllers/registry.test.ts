import test from "ava";
import { controllers } from "../../../core/controllers/registry.ts";
import { controllerNames } from "../../../core/model/controllers.ts";

test("the registry has every controller that the model names", (t) => {
  t.deepEqual(Object.keys(controllers), [...controllerNames]);
});

for (const [name, { facts, pod }] of Object.entries(controllers)) {
  test(`${name}: readiness and metrics are on its own ports, which are open when needed`, (t) => {
    const ports = Object.values(facts.ports);
    t.true(ports.includes(facts.readiness.port));
    t.not(facts.readiness.port.onlyWithMetrics, true, "readiness is reported without metrics too");
    t.deepEqual(
      Object.values(facts.metricsPorts).filter((port) => !ports.includes(port)),
      [],
    );
  });

  test(`${name}: the readiness probe uses the balancers' port and path`, (t) => {
    const { path, port } = pod.probes.readinessProbe?.httpGet ?? {};
    t.is(path, facts.readiness.path);
    t.is(facts.ports[String(port)], facts.readiness.port);
  });

  test(`${name}: the default image has the tested version`, (t) => {
    t.regex(facts.image, /:v?[0-9.]+$/);
    t.is(facts.image.split(/:v?/).at(-1), facts.version);
  });
}
