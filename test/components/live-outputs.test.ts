import { type Output, output } from "@pulumi/pulumi";
import test from "ava";
import { liveOutputs } from "../../components/live-outputs.ts";
import type { ServiceOutput } from "../../core/model/outputs.ts";

const service = (name: string, on: boolean): ServiceOutput => ({
  class: "public",
  namespace: "default",
  ingress: name,
  urls: [],
  active: { service: on ? `${name}-2` : name, port: 80 },
  primary: { service: name, port: 80 },
  ...(on && { switch: { mode: "on" } as const }),
});
const gone = () => ({ applied: output(["urn"]) });
const refused = () => ({
  applied: output(Promise.reject(new Error("resource a-ingress failed to register"))) as Output<
    readonly string[]
  >,
});
const resolved = <T>(value: Output<T>): Promise<T> =>
  new Promise((resolve) => {
    value.apply(resolve);
  });

test("a service that was refused keeps what was exported before, and one that never was is left out", async (t) => {
  const planned = {
    version: 1,
    services: { a: service("a", true), b: service("b", true), c: service("c", true), d: service("d", false) },
    failover: ["a", "b", "c"],
  };
  const declared = new Map([
    ["a", refused()],
    ["b", gone()],
    ["c", refused()],
  ]);
  let asked = 0;
  const previous = async () => {
    asked++;
    return { services: { a: service("a", false) } };
  };
  const live = liveOutputs(planned, declared, previous);
  t.is(live.version, 1);
  t.deepEqual(await resolved(live.services), {
    a: service("a", false),
    b: service("b", true),
    d: service("d", false),
  });
  t.deepEqual(await resolved(live.failover), ["b"]);
  t.is(asked, 2);
});

test("where all goes well the outputs are the planned ones, and nothing is read", async (t) => {
  const planned = { services: { a: service("a", true) }, failover: ["a"] };
  const live = liveOutputs(planned, new Map([["a", gone()]]), async () => t.fail() as never);
  t.deepEqual(await resolved(live.services), planned.services);
  t.deepEqual(await resolved(live.failover), ["a"]);
});
