import { readFile } from "node:fs/promises";
import test from "ava";
import { provision } from "../components/provision.ts";
import { provisionSwitch } from "../components/provision-switch.ts";
import { exposureOutputs } from "../core/outputs/exposure-outputs.ts";
import { exposurePlans } from "../core/stack/service-plans.ts";
import { committedStack } from "./committed-stacks.ts";
import { registeredBy } from "./pulumi-mocks.ts";

/**
 * The names of everything in the committed stacks. A URN that disappears from this list is an object deleted in a user's
 * cluster, and one that changes is an object replaced: rename only with an alias.
 */
for (const stack of ["dev", "prod"] as const) {
  test.serial(`the URNs of stack ${stack} are those of the golden list`, async (t) => {
    const registered = await registeredBy(() => provision(committedStack(stack)), stack);
    const golden = await readFile(new URL(`urns.${stack}.txt`, import.meta.url), "utf8");
    t.deepEqual(
      registered.map(({ urn }) => urn),
      golden.trimEnd().split("\n"),
    );
  });
}

test.serial(
  "a switch of some services declares their objects and the provider, and nothing else",
  async (t) => {
    const config = committedStack("dev");
    const plans = exposurePlans(config).services.filter(({ service }) => service.name === "web2");
    const before = exposureOutputs(config);
    const args = { cluster: config.cluster, plans, hooks: {}, before, portsOf: () => undefined };
    const urnsOf = async (program: () => unknown) =>
      (await registeredBy(program, "dev")).map(({ urn }) => urn);
    const all = await urnsOf(() => provision(config));
    const switched = await urnsOf(() => provisionSwitch(args));
    t.deepEqual(
      switched,
      all.filter((urn) => /::web2(-ingress)?$|pulumi:providers|pulumi:pulumi:Stack/.test(urn)),
    );
    t.is(switched.length, 3);
  },
);
