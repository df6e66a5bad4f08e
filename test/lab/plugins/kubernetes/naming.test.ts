import test from "ava";
import { named, urnName, urnType } from "../../../../lab/plugins/kubernetes/naming.ts";

const urn = "urn:pulumi:dev::shop::exposure:index:Class$kubernetes:core/v1:ConfigMap::web::settings";
const randomSeed = new Uint8Array([1, 2, 3]);
const marked = { annotations: { "pulumi.com/autonamed": "true" } };

test("an object with a name keeps it", (t) => {
  const inputs = { metadata: { name: "web" } };
  t.is(named(inputs, {}, { urn, randomSeed }), inputs);
});

test("an object without a name gets the resource's and eight digits of the engine's seed", (t) => {
  const { metadata } = named({}, {}, { urn, randomSeed });
  t.deepEqual(metadata, { name: "web::settings-039058c6", ...marked });
  t.deepEqual(named({}, {}, { urn, randomSeed }).metadata, metadata);
  t.notDeepEqual(named({}, {}, { urn, randomSeed: new Uint8Array([4]) }).metadata, metadata);
});

test("an object named before keeps that name", (t) => {
  const old = { metadata: { name: "web-0a1b2c3d", ...marked } };
  t.deepEqual(named({ metadata: { labels: { a: "b" } } }, old, { urn, randomSeed }).metadata, {
    name: "web-0a1b2c3d",
    labels: { a: "b" },
    ...marked,
  });
});

test("a name the program gave before is not kept", (t) => {
  const old = { metadata: { name: "given" } };
  t.like(named({}, old, { urn, randomSeed }), { metadata: { name: "web::settings-039058c6" } });
});

test("the project's autonaming pattern wins", (t) => {
  const autonaming = { disabled: false, name: "dev-web" };
  t.like(named({}, {}, { urn, randomSeed, autonaming }), { metadata: { name: "dev-web" } });
});

test("switched off, a missing name is an error", (t) => {
  const autonaming = { disabled: true, name: "" };
  t.throws(() => named({}, {}, { urn, randomSeed, autonaming }), {
    message: "autonaming is switched off for this project: set metadata.name",
  });
});

test("a URN gives its type and name", (t) => {
  t.is(urnType(urn), "kubernetes:core/v1:ConfigMap");
  t.is(urnName(urn), "web::settings");
});
