import test from "ava";
import type { ClassArgs } from "../../../core/model/class.ts";
import { classSideProblems, type FrontingEdge } from "../../../core/rules/proxy-protocol.ts";
import { told } from "../../told-problems.ts";
import { resolveClass } from "../resolve-class.ts";

const stack = "organization/haproxy-edge/prod";
const sending = (proxyProtocol: boolean): FrontingEdge => ({
  stack,
  exposure: "organization/exposure/prod",
  nodes: ["192.0.2.11", "192.0.2.12"],
  classes: { public: { proxyProtocol } },
});
const trusting = (...trustedAddresses: readonly string[]): ClassArgs => ({
  proxyProtocol: { trustedAddresses },
});
const problemsOf = (args: ClassArgs, edge: FrontingEdge, name = "public") =>
  told(classSideProblems([resolveClass(name, args)], edge));

const agreeing: readonly [string, ClassArgs, boolean][] = [
  ["sent and expected of each node", trusting("192.0.2.11/32", "192.0.2.12/32"), true],
  [
    "sent and expected of the nodes' subnet, and of others",
    trusting("198.51.100.7/32", "192.0.2.0/24"),
    true,
  ],
  ["neither sent nor expected", {}, false],
];

for (const [title, args, sends] of agreeing) {
  test(`PROXY protocol ${title} is agreed`, (t) => t.deepEqual(problemsOf(args, sending(sends)), []));
}

const refused: readonly [string, ClassArgs, boolean, string][] = [
  ["no longer expected", {}, true, "proxy-protocol-not-expected"],
  ["expected before it is sent", trusting("192.0.2.0/24"), false, "proxy-protocol-not-sent"],
  ["from a node that is not trusted", trusting("192.0.2.11/32"), true, "edge-not-trusted"],
  ["from nodes none of which is trusted", trusting("198.51.100.0/24"), true, "edge-not-trusted"],
];

for (const [title, args, sends, code] of refused) {
  test(`PROXY protocol ${title} is refused in one sentence with the ways out`, (t) => {
    t.deepEqual(problemsOf(args, sending(sends)), [`classes.public.proxyProtocol: ${code}`]);
  });
}

test("a class that the edge does not serve is no problem, nor is one that is removed", (t) => {
  t.deepEqual(problemsOf({}, sending(true), "internal"), []);
  t.deepEqual(problemsOf({}, sending(true), "constructor"), []);
  t.deepEqual(classSideProblems([], sending(true)), []);
});
