import { readFile } from "node:fs/promises";
import test from "ava";
import { provision } from "../components/provision.ts";
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
  "an update of some services declares their Ingresses, and all that is no service's",
  async (t) => {
    const config = committedStack("dev");
    const only = new Set(["web2"]);
    const urns = async (options: Parameters<typeof provision>[1]) =>
      (await registeredBy(() => provision(config, options), "dev")).map(({ urn }) => urn);
    const others = config.services.map(({ name }) => name).filter((name) => !only.has(name));
    const left = (urn: string) =>
      !others.some((name) => new RegExp(`ServiceIngress\\b.*::${name}(-ingress)?$`).test(urn));
    const all = await urns({});
    const expected = all.filter(left);
    t.is(expected.length, all.length - 2 * others.length, "a component and an Ingress each");
    t.deepEqual(await urns({ only }), expected);
  },
);
