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

test.serial(
  "an update of one service declares its Ingress and what that stands on, under the same names",
  async (t) => {
    const config = committedStack("dev");
    const registered = await registeredBy(() => provision(config, { only: new Set(["web2"]) }));
    const urns = registered.map(({ urn }) => urn);
    const golden = (await readFile(new URL("urns.dev.txt", import.meta.url), "utf8")).trimEnd().split("\n");
    t.true(urns.every((urn) => golden.includes(urn)));
    t.deepEqual(
      urns.map((urn) => urn.split("::").slice(2).join(" ")),
      [
        "exposure:index:HostMaster$kubernetes:networking.k8s.io/v1:Ingress public-host-hello-world.example-ingress",
        "exposure:index:HostMaster public-host-hello-world.example",
        "exposure:index:ServiceIngress$kubernetes:networking.k8s.io/v1:Ingress web2-ingress",
        "exposure:index:ServiceIngress web2",
        "pulumi:providers:kubernetes kubernetes",
      ],
    );
  },
);
