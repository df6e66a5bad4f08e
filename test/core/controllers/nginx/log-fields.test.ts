import test from "ava";
import { classControllers } from "../../../../core/controllers/registry.ts";
import { classControllerNames } from "../../../../core/model/controllers.ts";
import { told } from "../../../told-problems.ts";
import { classOf } from "../fixtures.ts";

for (const controller of classControllerNames) {
  for (const [name, value, problems] of [
    ["tenant", "$http_x_tenant", []],
    ["tls", "$ssl_protocol/$ssl_cipher", []],
    ["site", "berlin", []],
    ["tenant", "$http_x_tenant$", ["malformed-variable"]],
    ["tenant", "$tennant", ["unknown-variable"]],
    ["status", "$upstream_status", ["name-taken"]],
    ["request_id", "$request_id", ["name-taken"]],
  ] as const) {
    test(`${controller}: field ${name}: ${value} is ${problems.length === 0 ? "written" : "refused"}`, (t) => {
      const spec = classOf(controller, { logs: { fields: { [name]: value } } });
      const { configuration } = classControllers[controller];
      t.deepEqual(
        told(configuration.problems(spec, [])),
        problems.map((code) => `classes.public.logs.fields.${name}: ${code}`),
      );
      const formats = Object.values(configuration.data(spec, [])).filter((text) =>
        text.includes(`,"${name}":"${value}"}`),
      );
      t.is(formats.length, 1);
    });
  }

  test(`${controller}: a raw key cannot undo fields`, (t) => {
    const key = controller === "f5" ? "log-format" : "log-format-upstream";
    const spec = classOf(controller, { logs: { fields: { a: "b" } }, configMap: { [key]: "$status" } });
    t.deepEqual(told(classControllers[controller].configuration.problems(spec, [])), [
      `classes.public.configMap.${key}: undoes-setting`,
    ]);
  });
}
