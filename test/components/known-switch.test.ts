import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { knownSwitch } from "../../components/known-switch.ts";

const raw = { "exposure:failover": "all" };
const known = { raw, cluster: {}, failover: "all", plans: [] } as const;
const only = new Set<string>();

test.serial("a program takes what the command has read, while the engine hands over the same", async (t) => {
  await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "exposure");
  pulumi.runtime.setAllConfig({ ...raw, "exposure:edge": "" });
  t.is(knownSwitch({ only, known }), known);
  t.is(knownSwitch({ only }), undefined);
  pulumi.runtime.setAllConfig({ "exposure:failover": "none" });
  t.is(knownSwitch({ only, known }), undefined);
});
