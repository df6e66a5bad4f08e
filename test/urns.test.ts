import { readFile } from "node:fs/promises";
import test from "ava";
import { provision } from "../components/provision.ts";
import { committedStack } from "./committed-stacks.ts";
import { registeredBy } from "./pulumi-mocks.ts";

/**
 * The names of everything in the committed stacks. A URN that leaves this list is an object deleted in somebody's
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
