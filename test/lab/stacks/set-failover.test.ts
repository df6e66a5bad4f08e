import { readFileSync } from "node:fs";
import test from "ava";
import { projectRoot } from "../../../lab/machine/folders.ts";
import { withFailover } from "../../../lab/stacks/set-failover.ts";

const file = `config:
  # who serves
  exposure:services:
    web: { hosts: [a.example, b.example] } # one
  # The emergency switch.
  exposure:failover: none
encryptionsalt: v1:abc
`;

for (const [flag, value] of [
  ["all", "all"],
  ["none", "none"],
  ["web", "[web]"],
  ["web, api", "[web, api]"],
] as const) {
  test(`FAILOVER=${flag} sets the switch and changes nothing else`, (t) => {
    t.is(withFailover(file, flag), file.replace("failover: none", `failover: ${value}`));
  });
}

test("a list over several lines is replaced, and the following keys stay", (t) => {
  const list = file.replace("failover: none", "failover:\n    - web # why\n    - api");
  t.is(withFailover(list, "all"), file.replace("failover: none", "failover: all"));
});

test("a missing switch is added", (t) => {
  t.is(withFailover("config:\n  a:b: c\n", "all"), "config:\n  a:b: c\n  exposure:failover: all\n");
});

test("the dev stack file is the same, byte by byte, after switching there and back", (t) => {
  const before = readFileSync(`${projectRoot}/Pulumi.dev.yaml`, "utf8");
  const switched = withFailover(before, "audio-callback-api");
  t.not(switched, before);
  t.is(withFailover(switched, "none"), withFailover(before, "none"));
});
