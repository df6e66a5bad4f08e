import test from "ava";
import type { JsonObject } from "../../../../lab/plugins/json.ts";
import { takeOver } from "../../../../lab/plugins/kubernetes/field-managers.ts";

const entry = (
  manager: string,
  operation: string,
  fieldsV1: JsonObject,
  further: JsonObject = {},
): JsonObject => ({
  manager,
  operation,
  apiVersion: "v1",
  fieldsType: "FieldsV1",
  fieldsV1,
  ...further,
});
const object = (...managedFields: JsonObject[]): JsonObject => ({
  apiVersion: "v1",
  metadata: { managedFields },
});

const own = entry("pulumi-kubernetes-1", "Apply", { "f:spec": { "f:type": {} } });
const controller = entry("controller", "Update", { "f:spec": { "f:clusterIP": {} } });

test("nothing is taken from other controllers", (t) => {
  t.is(takeOver(object(own, controller), "pulumi-kubernetes-1"), undefined);
});

test("what kubectl wrote becomes the program's, the rest stays", (t) => {
  const edited = entry("kubectl-edit", "Update", { "f:spec": { "f:ports": {} }, "f:metadata": {} });
  t.deepEqual(takeOver(object(own, controller, edited), "pulumi-kubernetes-1"), [
    controller,
    { ...own, fieldsV1: { "f:spec": { "f:type": {}, "f:ports": {} }, "f:metadata": {} } },
  ]);
});

test("an object the program does not manage yet becomes its own", (t) => {
  const created = entry("pulumi-kubernetes", "Update", { "f:data": {} });
  t.deepEqual(takeOver(object(created), "mine"), [entry("mine", "Apply", { "f:data": {} })]);
});

test("a status written with kubectl is left alone", (t) => {
  const status = entry("kubectl-patch", "Update", { "f:status": {} }, { subresource: "status" });
  t.is(takeOver(object(own, status), "pulumi-kubernetes-1"), undefined);
});
