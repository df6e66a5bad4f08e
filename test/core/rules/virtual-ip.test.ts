import test from "ava";
import { told } from "../../told-problems.ts";
import { encrypted, refusalsOf } from "../edge-fixtures.ts";

const virtualIp = { address: "192.0.2.100/24", interface: "eth0", routerId: 51 };
const vrrpSecret = "Xk3vQ9wz";

function problemsOf(
  raw: Readonly<Record<string, unknown>>,
  nodes: readonly string[] = ["192.0.2.11", "192.0.2.12"],
  isEncrypted = encrypted,
) {
  const edge = { nodes, nodeSelector: { "example.com/edge": "haproxy" } };
  return refusalsOf({ edge, ...raw }, undefined, isEncrypted);
}

test("an address, an interface, an id and a password are enough; empty keys count as unset", (t) => {
  t.deepEqual(problemsOf({ virtualIp, vrrpSecret }), []);
  t.deepEqual(problemsOf({ virtualIp: {}, vrrpSecret: "" }), []);
});

const refused: readonly [string, Readonly<Record<string, unknown>>, readonly string[]][] = [
  [
    "an address outside the nodes' subnet",
    { virtualIp: { ...virtualIp, address: "198.51.100.7/24" }, vrrpSecret },
    ["virtualIp.address: outside-subnet"],
  ],
  [
    "a prefix that leaves one node out",
    { virtualIp: { ...virtualIp, address: "192.0.2.9/30" }, vrrpSecret },
    ["virtualIp.address: outside-subnet"],
  ],
  [
    "a node's own address",
    { virtualIp: { ...virtualIp, address: "192.0.2.12/24" }, vrrpSecret },
    ["virtualIp.address: address-taken"],
  ],
  [
    "the address of a whole subnet, and an id out of range",
    { virtualIp: { ...virtualIp, address: "192.0.2.255/24", routerId: 256 }, vrrpSecret },
    ["virtualIp.address: wrong-value", "virtualIp.routerId: wrong-value"],
  ],
  [
    "an address without prefix, an interface that is none, a priority out of range",
    { virtualIp: { address: "192.0.2.100", interface: "eth 0", routerId: 1, priority: 255 }, vrrpSecret },
    ["virtualIp.address: wrong-value", "virtualIp.interface: wrong-value", "virtualIp.priority: wrong-value"],
  ],
  ["a missing password", { virtualIp }, ["vrrpSecret: missing"]],
  ["a password of other characters", { virtualIp, vrrpSecret: "Xk3 Q9w#" }, ["vrrpSecret: wrong-characters"]],
  [
    "a password longer than VRRP carries",
    { virtualIp, vrrpSecret: "Xk3vQ9wzAAAA" },
    ["vrrpSecret: wrong-length"],
  ],
  ["a weak password", { virtualIp, vrrpSecret: "password" }, ["vrrpSecret: weak-password"]],
  ["a password without an address", { vrrpSecret }, ["vrrpSecret: has-no-effect"]],
];

for (const [title, raw, expected] of refused) {
  test(`${title} is refused with the way out, and without showing the password`, (t) => {
    const problems = problemsOf(raw);
    t.deepEqual(told(problems), expected);
    const sentences = problems.map(({ message }) => message).join();
    if (typeof raw.vrrpSecret === "string") t.false(sentences.includes(raw.vrrpSecret));
  });
}

test("a password in plain text is refused even if it is strong", (t) => {
  t.deepEqual(told(problemsOf({ virtualIp, vrrpSecret }, undefined, () => false)), [
    "vrrpSecret: not-encrypted",
  ]);
});

test("one node cannot share an address", (t) => {
  t.deepEqual(told(problemsOf({ virtualIp, vrrpSecret }, ["192.0.2.11"])), ["virtualIp: too-few-nodes"]);
});
