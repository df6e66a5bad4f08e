import { isDeepStrictEqual } from "node:util";
import test from "ava";
import { classControllers } from "../../../core/controllers/registry.ts";
import { classControllerNames } from "../../../core/model/controllers.ts";
import { everyKnob } from "./every-knob.ts";
import { classOf } from "./fixtures.ts";

/** Knobs whose sample is what the controller does anyway. */
const sampleIsDefault: Readonly<Record<string, unknown>> = { http2: false, proxyBuffering: false };

for (const controller of classControllerNames) {
  const { configuration, pod } = classControllers[controller];
  const effects = (performance: object) => {
    const spec = classOf(controller, { performance });
    const { args, env } = pod;
    return { data: configuration.data(spec, []), args: args(spec), env, parts: pod.parts(spec) };
  };
  for (const [knob, sample] of Object.entries(everyKnob)) {
    test(`${controller}: knob ${knob} has an effect or is refused`, (t) => {
      const values = [sample, ...(knob in sampleIsDefault ? [sampleIsDefault[knob]] : [])];
      const changed = values.some((value) => !isDeepStrictEqual(effects({ [knob]: value }), effects({})));
      const problems = configuration.problems(classOf(controller, { performance: { [knob]: sample } }), []);
      const refused = problems.some(({ path }) => path.startsWith(`classes.public.performance.${knob}`));
      t.true(changed || refused);
    });
  }

  test(`${controller}: a raw key is in the ConfigMap or is refused`, (t) => {
    const spec = classOf(controller, { configMap: { "no-such-key": "1" } });
    t.deepEqual(
      configuration.problems(spec, []).map(({ path }) => path),
      ["classes.public.configMap.no-such-key"],
    );
  });
}
