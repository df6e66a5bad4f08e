import { readFile } from "node:fs/promises";
import test from "ava";
import { provisionEdge } from "../../../components/haproxy-edge/provision-edge.ts";
import { exposureOutputs } from "../../../components/outputs/outputs.ts";
import { committedEdge, committedStack } from "../../committed-stacks.ts";
import { registeredBy } from "../../pulumi-mocks.ts";

/** As for the exposure stacks: a URN that leaves this list is an object deleted in somebody's cluster. */
for (const stack of ["dev", "prod"] as const) {
  test.serial(
    `edge and exposure stack ${stack} agree, and the URNs are those of the golden list`,
    async (t) => {
      const exposure = exposureOutputs(committedStack(stack));
      const registered = await registeredBy(
        () => provisionEdge(committedEdge(stack), exposure),
        stack,
        "haproxy-edge",
      );
      const golden = await readFile(new URL(`urns.${stack}.txt`, import.meta.url), "utf8");
      t.deepEqual(
        registered.map(({ urn }) => urn),
        golden.trimEnd().split("\n"),
      );
    },
  );
}
