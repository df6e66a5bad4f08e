import test from "ava";
import { endpointsOf, type NodeObject } from "../../../lab/requests/endpoints.ts";

const node = (
  edge: string,
  ready: string,
  ...addresses: readonly (readonly [string, string])[]
): NodeObject => ({
  metadata: { labels: { edge } },
  status: {
    conditions: [{ type: "Ready", status: ready }],
    addresses: addresses.map(([type, address]) => ({ type, address })),
  },
});
const ports = { http: 80, https: 443 };
const nodes = [
  node("public", "True", ["Hostname", "a"], ["InternalIP", "10.0.0.1"], ["ExternalIP", "203.0.113.1"]),
  node("public", "False", ["InternalIP", "10.0.0.2"]),
  node("internal", "True", ["InternalIP", "fd00::3"]),
];
const addresses = (nodeSelector: Readonly<Record<string, string>>) =>
  endpointsOf({ ports, nodeSelector }, nodes).map(({ address }) => address);

test("a class is reached on its ready nodes, by their own addresses first", (t) => {
  t.deepEqual(addresses({ edge: "public" }), ["10.0.0.1", "203.0.113.1"]);
  t.deepEqual(addresses({}), ["10.0.0.1", "[fd00::3]", "203.0.113.1"]);
  t.deepEqual(addresses({ edge: "legacy" }), []);
});
