import test from "ava";
import { encrypted, refusalsOf } from "../edge-fixtures.ts";

const virtualIp = { address: "192.0.2.100/24", interface: "eth0", routerId: 51 };
const vrrpSecret = "Xk3vQ9wz";
const way = "pulumi config set --secret haproxy-edge:vrrpSecret <8 random letters and digits>";

function problemsOf(
  raw: Readonly<Record<string, unknown>>,
  nodes: readonly string[] = ["192.0.2.11", "192.0.2.12"],
  isEncrypted = encrypted,
) {
  const edge = { nodes, nodeSelector: { "example.com/edge": "haproxy" } };
  return refusalsOf({ edge, ...raw }, undefined, isEncrypted);
}

test("an address, an interface, an id and a password are enough; empty keys are none", (t) => {
  t.deepEqual(problemsOf({ virtualIp, vrrpSecret }), []);
  t.deepEqual(problemsOf({ virtualIp: {}, vrrpSecret: "" }), []);
});

const refused: readonly [string, Readonly<Record<string, unknown>>, readonly string[]][] = [
  [
    "an address outside the nodes' subnet",
    { virtualIp: { ...virtualIp, address: "198.51.100.7/24" }, vrrpSecret },
    [
      "virtualIp.address: 198.51.100.7/24 is not in one subnet with the edge's nodes 192.0.2.11, 192.0.2.12: clients could not reach it there; take an address of the nodes' own subnet, with its prefix",
    ],
  ],
  [
    "a prefix that leaves one node out",
    { virtualIp: { ...virtualIp, address: "192.0.2.9/30" }, vrrpSecret },
    [
      "virtualIp.address: 192.0.2.9/30 is not in one subnet with the edge's node 192.0.2.12: clients could not reach it there; take an address of the nodes' own subnet, with its prefix",
    ],
  ],
  [
    "a node's own address",
    { virtualIp: { ...virtualIp, address: "192.0.2.12/24" }, vrrpSecret },
    ["virtualIp.address: 192.0.2.12 is the address of one of the edge's nodes: take one that is free"],
  ],
  [
    "the address of a whole subnet, and an id out of range",
    { virtualIp: { ...virtualIp, address: "192.0.2.255/24", routerId: 256 }, vrrpSecret },
    [
      'virtualIp.address: expected the address of a host, got "192.0.2.255/24": it stands for the whole subnet',
      "virtualIp.routerId: expected a whole number from 1 to 255, got 256",
    ],
  ],
  [
    "an address without prefix, an interface that is none, a priority out of range",
    { virtualIp: { address: "192.0.2.100", interface: "eth 0", routerId: 1, priority: 255 }, vrrpSecret },
    [
      'virtualIp.address: expected an IPv4 address with the prefix of its subnet such as "192.0.2.100/24", got "192.0.2.100"',
      'virtualIp.interface: expected the name of an interface such as "eth0", got "eth 0"',
      "virtualIp.priority: expected a whole number from 1 to 254, got 255",
    ],
  ],
  ["a missing password", { virtualIp }, [`vrrpSecret: is missing, and virtualIp needs it: ${way}`]],
  [
    "a password of other characters",
    { virtualIp, vrrpSecret: "Xk3 Q9w#" },
    [`vrrpSecret: expected letters and digits: ${way}`],
  ],
  [
    "a password longer than VRRP carries",
    { virtualIp, vrrpSecret: "Xk3vQ9wzAAAA" },
    [
      `vrrpSecret: expected 8 characters, got 12: VRRP carries no more than 8, and fewer are soon guessed; ${way}`,
    ],
  ],
  [
    "a weak password",
    { virtualIp, vrrpSecret: "password" },
    [`vrrpSecret: is weak: take at least 6 different characters of two kinds (a-z, A-Z, 0-9); ${way}`],
  ],
  [
    "a password without an address",
    { vrrpSecret },
    ["vrrpSecret: has no effect without virtualIp: leave it out, or set an address"],
  ],
];

for (const [title, raw, problems] of refused) {
  test(`${title} is refused with the way out, and without showing the password`, (t) => {
    t.deepEqual(problemsOf(raw), problems);
    if (typeof raw.vrrpSecret === "string") t.false(problems.join().includes(raw.vrrpSecret));
  });
}

test("a password in plain is refused, however strong, and is not the one to encrypt", (t) => {
  t.deepEqual(
    problemsOf({ virtualIp, vrrpSecret }, undefined, (key: string) => key !== "haproxy-edge:vrrpSecret"),
    [`vrrpSecret: is in plain text in the stack file: take another and let Pulumi encrypt it, ${way}`],
  );
});

test("one node has nobody to share with", (t) => {
  t.deepEqual(problemsOf({ virtualIp, vrrpSecret }, ["192.0.2.11"]), [
    "virtualIp: needs two nodes or more (edge.nodes): one alone has no other to hand it to",
  ]);
});
