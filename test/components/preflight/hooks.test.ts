import test from "ava";
import { checkChange } from "../../../components/preflight/hooks.ts";

const ingress = (mark?: string, part = "service-ingress") => ({
  metadata: {
    name: "shop",
    namespace: "web",
    labels: { "app.kubernetes.io/instance": "shop", "app.kubernetes.io/name": part },
    annotations: mark === undefined ? {} : { "exposure.dev/backend": mark },
  },
});
const canary = ingress("emergency", "service-canary");

for (const [title, oldInputs, newInputs, asked] of [
  ["to the standby", ingress(), ingress("emergency"), ["shop to emergency"]],
  ["back", ingress("emergency"), ingress(), ["shop to primary"]],
  ["elsewhere, by the primary", ingress(), ingress(), []],
  ["elsewhere, by the standby", ingress("emergency"), ingress("emergency"), []],
  ["into being", undefined, ingress(), []],
  ["into being, switched", undefined, ingress("emergency"), []],
  ["into being, as a canary", undefined, canary, ["shop to emergency"]],
  ["as a canary", canary, canary, ["shop to emergency"]],
  ["out of being", ingress("emergency"), undefined, []],
] as const) {
  test(`an Ingress that changes ${title} asks for ${asked.join() || "nothing"}`, async (t) => {
    const calls: string[] = [];
    await checkChange(
      { ...(oldInputs && { oldInputs }), ...(newInputs && { newInputs }) },
      async (name, to) => {
        calls.push(`${name} to ${to}`);
      },
    );
    t.deepEqual(calls, [...asked]);
  });
}
