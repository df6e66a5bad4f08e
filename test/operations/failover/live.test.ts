import test from "ava";
import { changedBy } from "../../../operations/failover/live.ts";

const rules = { "f:spec": { "f:rules": {} } };
const ingress = (managedFields: Parameters<typeof changedBy>[0]["metadata"]["managedFields"]) => ({
  metadata: { name: "shop", namespace: "web", ...(managedFields && { managedFields }) },
  spec: {},
});

test("the last of those who manage the rules says when they were changed at the latest", (t) => {
  const fields = [
    { time: "2026-11-24T10:00:00Z", fieldsV1: rules },
    { time: "2026-11-24T11:00:00Z", fieldsV1: rules },
    { time: "2026-11-24T12:00:00Z", fieldsV1: { "f:status": {} } },
    { time: "2026-11-24T13:00:00Z", fieldsV1: { "f:spec": { "f:ingressClassName": {} } } },
    { fieldsV1: rules },
  ];
  t.is(changedBy(ingress(fields)), "2026-11-24T11:00:00Z");
});

test("without managed fields nobody knows", (t) => {
  t.is(changedBy(ingress(undefined)), undefined);
});
