import test from "ava";
import { checkEdge } from "../../../components/haproxy-edge/check-edge.ts";
import { resolveClass } from "../../../components/model/resolve-class.ts";
import type { ReadOutputs } from "../../../components/outputs/stack-exists.ts";

const usual = "organization/haproxy-edge/prod";
const blue = "organization/haproxy-edge/blue";
const classes = [resolveClass("public", {})];
const exporting =
  (stack: string, outputs: Awaited<ReturnType<ReadOutputs>>): ReadOutputs =>
  async (name) =>
    name === stack ? outputs : undefined;
const sending = { version: 1, nodes: ["192.0.2.11"], classes: { public: { proxyProtocol: true } } };
const unchecked = (doubt: string) => ({
  problems: [],
  warnings: [`${doubt}: no class was held against the edge's PROXY protocol`],
});
const nothing = { problems: [], warnings: [] };

for (const [title, config, stack] of [
  ["the edge of the stack's own name", { classes }, usual],
  ["the edge that is named", { classes, edge: blue }, blue],
] as const) {
  test(`${title} is the one to agree with`, async (t) => {
    const { problems, warnings } = await checkEdge(config, usual, exporting(stack, sending));
    t.deepEqual(
      problems.map(({ path }) => path),
      ["classes.public.proxyProtocol"],
    );
    t.true(
      problems[0]?.message.startsWith(`the edge (stack "${stack}") sends class "public" PROXY protocol`),
    );
    t.deepEqual(warnings, []);
  });
}

test("before the edge's first update and after its end there is nothing to agree with", async (t) => {
  t.deepEqual(await checkEdge({ classes }, usual, exporting(usual, undefined)), nothing);
  t.deepEqual(await checkEdge({ classes }, usual, exporting(usual, {})), nothing);
});

test("an edge that is named and not there is told, and stops nothing", async (t) => {
  const config = { classes, edge: blue };
  t.deepEqual(
    await checkEdge(config, usual, exporting(usual, sending)),
    unchecked(`there is no stack "${blue}"`),
  );
  t.deepEqual(
    await checkEdge(config, usual, exporting(blue, {})),
    unchecked(`stack "${blue}" exports nothing of an edge`),
  );
});

test("an edge that can not be read is told, and stops nothing: a switch may be under way", async (t) => {
  const failing = () => Promise.reject(new Error("no credentials"));
  t.deepEqual(
    await checkEdge({ classes }, usual, failing),
    unchecked(`the outputs of stack "${usual}" can not be read (no credentials)`),
  );
});
