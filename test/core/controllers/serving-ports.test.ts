import test from "ava";
import { servingPorts } from "../../../core/controllers/ports.ts";
import { exposureModes } from "../../../core/model/class.ts";
import { resolveClass } from "../resolve-class.ts";

for (const as of exposureModes) {
  const onNode = as === "hostNetwork";
  test(`with ${as} nginx listens on ${onNode ? "the class's ports" : "80 and 443"}`, (t) => {
    const expose = { as, http: 30001, https: 30002 };
    t.deepEqual(servingPorts({ expose: { ...resolveClass("x", {}).expose, ...expose } }), {
      http: onNode ? 30001 : 80,
      https: onNode ? 30002 : 443,
    });
  });
}
