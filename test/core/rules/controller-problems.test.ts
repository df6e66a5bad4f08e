import test from "ava";
import { controllerProblems } from "../../../core/rules/controller-problems.ts";
import { classes, services } from "../located.ts";

test("only a class's own services affect what its controller has to do", (t) => {
  const silent = { configMap: { "default-server-access-log-off": "true" } };
  const everyHost = { web: { class: "internal" } };
  t.deepEqual(
    controllerProblems(classes({ internal: silent, public: silent }), services(everyHost)).map(
      ({ path }) => path,
    ),
    ["classes.internal.configMap.default-server-access-log-off"],
  );
});
