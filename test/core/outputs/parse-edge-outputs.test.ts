import test from "ava";
import { parseEdgeOutputs } from "../../../core/outputs/parse-edge-outputs.ts";

const stack = "organization/haproxy-edge/prod";
const exported = {
  exposure: "organization/exposure/prod",
  nodes: ["192.0.2.11", "192.0.2.12"],
  classes: { public: { proxyProtocol: true } },
};

test("an edge's outputs are read, or the reason is given why they cannot be", (t) => {
  const { exposure, nodes, classes } = exported;
  t.deepEqual(parseEdgeOutputs(stack, { version: 1, ...exported, failover: [] }), {
    edge: { stack, ...exported },
  });
  const doubts: readonly [Readonly<Record<string, unknown>> | undefined, string][] = [
    [undefined, `there is no stack "${stack}"`],
    [{}, `stack "${stack}" exports nothing of an edge`],
    [
      { version: 2, exposure, nodes, classes },
      `stack "${stack}" exports outputs of an edge in version 2, this copy of exposure knows 1`,
    ],
    [
      { version: 1, exposure, classes },
      `stack "${stack}" does not say from which addresses it serves which classes of whom`,
    ],
  ];
  for (const [outputs, doubt] of doubts) t.deepEqual(parseEdgeOutputs(stack, outputs), { doubt });
});
