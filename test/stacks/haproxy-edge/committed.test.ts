import { readFile } from "node:fs/promises";
import test from "ava";
import { provisionEdge } from "../../../components/provision-edge.ts";
import { edgeOutputs } from "../../../core/outputs/edge-outputs.ts";
import { exposureOutputs } from "../../../core/outputs/exposure-outputs.ts";
import { parseEdgeOutputs } from "../../../core/outputs/parse-edge-outputs.ts";
import { planClasses } from "../../../core/rules/edge-routes.ts";
import { classSideProblems } from "../../../core/rules/proxy-protocol.ts";
import { committedEdge, committedStack } from "../../committed-stacks.ts";
import { registeredBy } from "../../pulumi-mocks.ts";

/** As for the exposure stacks: a URN that disappears from this list is an object deleted in a user's cluster. */
for (const stack of ["dev", "prod"] as const) {
  test.serial(`edge and exposure stack ${stack} agree, and the URNs match the golden list`, async (t) => {
    const outputs = exposureOutputs(committedStack(stack));
    const registered = await registeredBy(
      () => provisionEdge(committedEdge(stack), { stack: "exposure", outputs }),
      stack,
      "haproxy-edge",
    );
    const golden = await readFile(new URL(`urns.${stack}.txt`, import.meta.url), "utf8");
    t.deepEqual(
      registered.map(({ urn }) => urn),
      golden.trimEnd().split("\n"),
    );
  });

  test(`exposure stack ${stack} accepts its edge's outputs`, (t) => {
    const [config, { classes }] = [committedEdge(stack), committedStack(stack)];
    const { routes } = planClasses(config, exposureOutputs(committedStack(stack)));
    const found = parseEdgeOutputs(stack, { ...edgeOutputs("exposure", config, routes, "") });
    if ("doubt" in found) return t.fail(found.doubt);
    t.deepEqual(
      Object.keys(found.edge.classes),
      routes.map(({ className }) => className),
    );
    t.deepEqual(classSideProblems(classes, found.edge), []);
  });
}
