import test from "ava";
import { identityOf, managerOf, resourceId, settlePending } from "../../../lab/stacks/recover.ts";

const urn = (name: string) => `urn:pulumi:dev::exposure::kubernetes:core/v1:ConfigMap::${name}`;
const inputs = (name: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "web" },
});

for (const [what, value, id] of [
  ["a namespaced object", inputs("a"), "web/a"],
  ["a cluster-wide object", { apiVersion: "v1", kind: "Namespace", metadata: { name: "web" } }, "web"],
] as const) {
  test(`${what} has the Kubernetes provider's id`, (t) => {
    const identity = identityOf(value);
    t.deepEqual<unknown, unknown>(identity, value);
    t.is(identity && resourceId(identity), id);
  });
}

test("other resources, and objects with generated names, have no identity", (t) => {
  t.is(identityOf(undefined), undefined);
  t.is(identityOf({ length: 8 }), undefined);
  t.is(identityOf({ apiVersion: "v1", kind: "Secret", metadata: { generateName: "a-" } }), undefined);
});

test("an interrupted create that made its object becomes a resource; every other pending operation is dropped", (t) => {
  const stack = { urn: urn("stack") };
  const made = { urn: urn("made"), inputs: inputs("made") };
  const settled = settlePending(
    {
      resources: [stack, { urn: urn("updating") }],
      pending_operations: [
        { type: "creating", resource: made },
        { type: "creating", resource: { urn: urn("applied"), inputs: inputs("applied") } },
        { type: "creating", resource: { urn: urn("lost"), inputs: inputs("lost") } },
        { type: "updating", resource: { urn: urn("updating") } },
      ],
    },
    [
      { urn: urn("made"), id: "web/made" },
      { urn: urn("applied"), id: "web/applied", manager: "pulumi-kubernetes-1a2b3c4d" },
    ],
  );
  const outputs = { ...inputs("applied"), __fieldManager: "pulumi-kubernetes-1a2b3c4d" };
  t.deepEqual<unknown, unknown>(settled, {
    resources: [
      stack,
      { urn: urn("updating") },
      { ...made, id: "web/made", outputs: made.inputs },
      { urn: urn("applied"), inputs: inputs("applied"), id: "web/applied", outputs },
    ],
  });
});

test("an object in the state is not added again", (t) => {
  const known = { urn: urn("known"), inputs: inputs("known") };
  const pending = [{ type: "creating", resource: known }];
  const created = [{ urn: known.urn, id: "web/known" }];
  t.deepEqual(settlePending({ resources: [known], pending_operations: pending }, created), {
    resources: [known],
  });
});

for (const [what, manager, operation, found] of [
  ["applied by the provider", "pulumi-kubernetes-1a2b3c4d", "Apply", "pulumi-kubernetes-1a2b3c4d"],
  ["created by the provider, which will take it over", "pulumi-kubernetes", "Update", undefined],
  ["somebody else's", "kubectl", "Apply", undefined],
] as const) {
  test(`the manager of an object ${what}: ${found ?? "none"}`, (t) => {
    t.is(managerOf({ metadata: { managedFields: [{ manager, operation }] } }), found);
  });
}
