import test from "ava";
import { UserError } from "../../../core/model/user-error.ts";
import { readEnvironment } from "../../../lab/console/environment.ts";

test("the default is the lab's own cluster, on port 6443", (t) => {
  const nothing = { context: undefined, port: 6443, failover: undefined };
  t.deepEqual(readEnvironment({}), nothing);
  t.deepEqual(readEnvironment({ CONTEXT: "", LAB_PORT: "", FAILOVER: "" }), nothing);
});

test("the variables are read", (t) => {
  const env = { CONTEXT: "kind-dev", LAB_PORT: "7443", FAILOVER: "a,b" };
  t.deepEqual(readEnvironment(env), { context: "kind-dev", port: 7443, failover: "a,b" });
});

for (const port of ["0", "65536", "x", "64 43", "-1", "1e3"]) {
  test(`LAB_PORT=${port} is refused`, (t) => {
    t.throws(() => readEnvironment({ LAB_PORT: port }), {
      instanceOf: UserError,
      message: `LAB_PORT must be a port between 1 and 65535, not "${port}".`,
    });
  });
}
