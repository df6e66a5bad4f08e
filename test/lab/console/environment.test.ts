import test from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { readEnvironment } from "../../../lab/console/environment.ts";

test("the default is the lab's own cluster, on port 6443", (t) => {
  const nothing = {
    context: undefined,
    lab: undefined,
    port: 6443,
    failover: undefined,
    registry: undefined,
  };
  t.deepEqual(readEnvironment({}), nothing);
  t.deepEqual(readEnvironment({ CONTEXT: "", LAB: "", LAB_PORT: "", FAILOVER: "", REGISTRY: "" }), nothing);
});

test("the variables are read", (t) => {
  const env = { CONTEXT: "kind-dev", LAB_PORT: "7443", FAILOVER: "a,b" };
  t.deepEqual(readEnvironment(env), {
    context: "kind-dev",
    lab: undefined,
    port: 7443,
    failover: "a,b",
    registry: undefined,
  });
  t.is(readEnvironment({ LAB: "nodes" }).lab, "nodes");
});

for (const port of ["0", "65536", "x", "64 43", "-1", "1e3"]) {
  test(`LAB_PORT=${port} is refused`, (t) => {
    t.throws(() => readEnvironment({ LAB_PORT: port }), {
      instanceOf: UserError,
      message: `LAB_PORT must be a port between 1 and 65535, not "${port}".`,
    });
  });
}

for (const [env, message] of [
  [{ LAB: "kindd" }, 'LAB must be kind, nodes, simulated, not "kindd" (did you mean "kind"?).'],
  [
    { LAB: "kind", CONTEXT: "prod" },
    "CONTEXT=prod is a cluster of yours, and LAB=kind one of the lab: leave one of them out.",
  ],
  [
    { REGISTRY: "registry.example.com/Edge" },
    'REGISTRY must be a registry and folder as in an image\'s name, such as registry.example.com/edge, not "registry.example.com/Edge".',
  ],
  [
    { REGISTRY: "registry.example.com/" },
    'REGISTRY must be a registry and folder as in an image\'s name, such as registry.example.com/edge, not "registry.example.com/".',
  ],
] as const) {
  test(`${JSON.stringify(env)} is refused`, (t) => {
    t.throws(() => readEnvironment(env), { instanceOf: UserError, message });
  });
}

for (const registry of ["localhost:5000", "registry.example.com/edge/lab", "ghcr.io/some-team/x_y"]) {
  test(`REGISTRY=${registry} is taken`, (t) => {
    t.is(readEnvironment({ REGISTRY: registry }).registry, registry);
  });
}
