import test from "ava";
import { backendStates, backendsAt, fewBackendsAt } from "../../../core/failover/backend-state.ts";

const slice = (service: string, ...endpoints: readonly (readonly [string, boolean | undefined])[]) => ({
  metadata: { labels: { "kubernetes.io/service-name": service } },
  endpoints: endpoints.map(([address, ready]) => ({
    addresses: [address],
    conditions: ready === undefined ? {} : { ready },
  })),
});

test("ready endpoints are counted over all slices of a Service, each once", (t) => {
  const ports = [{ name: "http", port: 80 }];
  const states = backendStates(
    [
      { metadata: { name: "a" }, spec: { ports } },
      { metadata: { name: "b" }, spec: { type: "ExternalName" } },
      { metadata: { name: "c" }, spec: { ports } },
    ],
    [
      slice("a", ["10.0.0.1", true], ["10.0.0.2", false], ["10.0.0.3", undefined]),
      slice("a", ["10.0.0.1", true], ["10.0.0.4", true]),
      slice("gone", ["10.0.0.9", true]),
      { metadata: { labels: { "kubernetes.io/service-name": "c" } }, endpoints: null },
    ],
  );
  t.deepEqual(
    [...states],
    [
      ["a", { ports, ready: 3, external: false }],
      ["b", { ports: [], ready: 0, external: true }],
      ["c", { ports, ready: 0, external: false }],
    ],
  );
});

test("a namespace is read once, by two requests", async (t) => {
  const paths: string[] = [];
  const find = backendsAt({
    get: async (path) => {
      paths.push(path);
      return path.endsWith("/services")
        ? { items: [{ metadata: { name: "a" }, spec: {} }] }
        : { items: null };
    },
  });
  const [a, b] = await Promise.all([find("web", "a"), find("web", "b")]);
  t.deepEqual([a, b], [{ ports: [], ready: 0, external: false }, undefined]);
  t.deepEqual(paths, [
    "/api/v1/namespaces/web/services",
    "/apis/discovery.k8s.io/v1/namespaces/web/endpointslices",
  ]);
});

test("a few Services are read by name, each once", async (t) => {
  const paths: string[] = [];
  const find = fewBackendsAt({
    get: async (path) => {
      paths.push(path);
      if (path.endsWith("/services/a")) return { metadata: { name: "a" }, spec: {} };
      return path.endsWith("/services/gone") ? undefined : { items: [slice("a", ["10.0.0.1", true])] };
    },
  });
  const [a, again, gone] = await Promise.all([find("web", "a"), find("web", "a"), find("web", "gone")]);
  t.deepEqual([a, again, gone], [{ ports: [], ready: 1, external: false }, a, undefined]);
  const slices = "/apis/discovery.k8s.io/v1/namespaces/web/endpointslices";
  t.deepEqual(paths, [
    "/api/v1/namespaces/web/services/a",
    `${slices}?labelSelector=kubernetes.io%2Fservice-name%3Da`,
    "/api/v1/namespaces/web/services/gone",
    `${slices}?labelSelector=kubernetes.io%2Fservice-name%3Dgone`,
  ]);
});
