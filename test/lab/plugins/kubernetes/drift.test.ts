import test from "ava";
import type { JsonObject } from "../../../../lab/plugins/json.ts";
import { observed } from "../../../../lab/plugins/kubernetes/drift.ts";

interface Case {
  readonly title: string;
  readonly inputs: JsonObject;
  readonly before: JsonObject;
  readonly now: JsonObject;
  readonly seen: JsonObject;
}

const cases: readonly Case[] = [
  {
    title: "fields the program did not set are not looked at",
    inputs: { spec: { type: "ClusterIP" } },
    before: { spec: { type: "ClusterIP", clusterIP: "10.0.0.1" } },
    now: { spec: { type: "ClusterIP", clusterIP: "10.0.0.2" }, status: {} },
    seen: { spec: { type: "ClusterIP" } },
  },
  {
    title: "a value the API server rewrote is no drift",
    inputs: { cpu: "0.5" },
    before: { cpu: "500m" },
    now: { cpu: "500m" },
    seen: { cpu: "0.5" },
  },
  {
    title: "a changed value is seen as it is now",
    inputs: { spec: { replicas: 2, paused: false } },
    before: { spec: { replicas: 2, paused: false } },
    now: { spec: { replicas: 5, paused: false } },
    seen: { spec: { replicas: 5, paused: false } },
  },
  {
    title: "a removed value is missing",
    inputs: { metadata: { labels: { a: "1", b: "2" } } },
    before: { metadata: { labels: { a: "1", b: "2" } } },
    now: { metadata: { labels: { b: "2" } } },
    seen: { metadata: { labels: { b: "2" } } },
  },
  {
    title: "a value the API server never kept stays",
    inputs: { spec: { empty: {} } },
    before: { spec: { other: 1 } },
    now: { spec: { other: 2 } },
    seen: { spec: { empty: {} } },
  },
  {
    title: "named list items are matched by name: others may add their own",
    inputs: { containers: [{ name: "a", image: "a:1" }] },
    before: { containers: [{ name: "a", image: "a:1" }] },
    now: { containers: [{ name: "sidecar" }, { name: "a", image: "a:2" }] },
    seen: { containers: [{ name: "a", image: "a:2" }] },
  },
  {
    title: "a named list item that was removed is missing",
    inputs: {
      ports: [
        { name: "http", port: 80 },
        { name: "https", port: 443 },
      ],
    },
    before: {
      ports: [
        { name: "http", port: 80 },
        { name: "https", port: 443 },
      ],
    },
    now: { ports: [{ name: "https", port: 443 }] },
    seen: { ports: [{ name: "https", port: 443 }] },
  },
  {
    title: "lists of one length are matched by position",
    inputs: { rules: [{ host: "a.example" }] },
    before: { rules: [{ host: "a.example", default: 1 }] },
    now: { rules: [{ host: "b.example", default: 1 }] },
    seen: { rules: [{ host: "b.example" }] },
  },
  {
    title: "a list of another length is seen whole",
    inputs: { rules: [{ host: "a.example" }] },
    before: { rules: [{ host: "a.example" }] },
    now: { rules: [{ host: "a.example" }, { host: "b.example" }] },
    seen: { rules: [{ host: "a.example" }, { host: "b.example" }] },
  },
];

for (const { title, inputs, before, now, seen } of cases) {
  test(title, (t) => {
    t.deepEqual(observed(inputs, before, now), seen);
  });
}
