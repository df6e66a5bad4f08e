import test from "ava";
import { checkEdge } from "../../components/check-edge.ts";
import type { ReadOutputs } from "../../components/stack-outputs.ts";
import { resolveClass } from "../core/resolve-class.ts";
import { told } from "../told-problems.ts";

const identity = { organization: "organization", project: "exposure", stack: "prod" };
const usual = "organization/haproxy-edge/prod";
const blue = "organization/haproxy-edge/blue";
const classes = [resolveClass("public", {})];
const exporting =
  (stack: string, outputs: Awaited<ReturnType<ReadOutputs>>): ReadOutputs =>
  async (name) =>
    name === stack ? outputs : undefined;
const sending = {
  version: 1,
  exposure: "organization/exposure/prod",
  nodes: ["192.0.2.11"],
  classes: { public: { proxyProtocol: true } },
};
const unchecked = (doubt: string) => ({
  problems: [],
  warnings: [`${doubt}: no class was held against the edge's PROXY protocol`],
});
const nothing = { problems: [], warnings: [] };

for (const [title, config, stack] of [
  ["the edge of the stack's own name", { classes }, usual],
  ["the edge that is named", { classes, edge: blue }, blue],
] as const) {
  test(`${title} is checked`, async (t) => {
    const { problems, warnings } = await checkEdge(config, identity, exporting(stack, sending));
    t.deepEqual(told(problems), ["classes.public.proxyProtocol: proxy-protocol-not-expected"]);
    t.true(problems[0]?.message.includes(stack));
    t.deepEqual(warnings, []);
  });
}

test("nothing is checked before the edge's first update and after its destruction", async (t) => {
  t.deepEqual(await checkEdge({ classes }, identity, exporting(usual, undefined)), nothing);
  t.deepEqual(await checkEdge({ classes }, identity, exporting(usual, {})), nothing);
});

test("a configured edge that does not exist is a warning, not an error", async (t) => {
  const config = { classes, edge: blue };
  t.deepEqual(
    await checkEdge(config, identity, exporting(usual, sending)),
    unchecked(`there is no stack "${blue}"`),
  );
  t.deepEqual(
    await checkEdge(config, identity, exporting(blue, {})),
    unchecked(`stack "${blue}" exports nothing of an edge`),
  );
});

test("an edge in front of another stack is ignored, unless it is configured", async (t) => {
  const other = { ...sending, exposure: "organization/exposure/test" };
  t.deepEqual(await checkEdge({ classes }, identity, exporting(usual, other)), nothing);
  t.deepEqual(
    await checkEdge({ classes, edge: blue }, identity, exporting(blue, other)),
    unchecked(`stack "${blue}" is in front of "organization/exposure/test"`),
  );
});

test("an edge that cannot be read is a warning, not an error, because a switch may be under way", async (t) => {
  const failing = () => Promise.reject(new Error("no credentials"));
  t.deepEqual(
    await checkEdge({ classes }, identity, failing),
    unchecked(`the outputs of stack "${usual}" cannot be read (no credentials)`),
  );
});
