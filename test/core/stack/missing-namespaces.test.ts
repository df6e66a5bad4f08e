import test from "ava";
import { missingNamespaces } from "../../../core/stack/missing-namespaces.ts";

const inNamespaces = (...namespaces: readonly string[]) =>
  namespaces.map((namespace, index) => ({ name: `service-${index}`, namespace }));

/** An API server that has these namespaces, and what it was asked. */
function serverWith(...names: readonly string[]) {
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    return { items: names.map((name) => ({ metadata: { name } })) };
  };
  return { asked, open: async () => ({ get }) };
}

test("each missing namespace is told once, with services that need it and the way out", async (t) => {
  const { asked, open } = serverWith("default", "shop");
  const services = inNamespaces("shop", "pay", "web", "pay", "pay", "pay", "pay");
  t.deepEqual(await missingNamespaces(services, [], open), [
    'there is no namespace "pay", which is that of service "service-1", service "service-3", service "service-4" and 2 more: kubectl create namespace pay',
    'there is no namespace "web", which is that of service "service-2": kubectl create namespace web',
  ]);
  t.deepEqual(asked, ["/api/v1/namespaces"], "one request");
});

test("what the update creates, and what every cluster has, is not asked for", async (t) => {
  const { asked, open } = serverWith();
  t.deepEqual(
    await missingNamespaces(inNamespaces("default", "ingress-public"), ["ingress-public"], open),
    [],
  );
  t.deepEqual(asked, []);
});

for (const [title, open] of [
  ["refuses the list", async () => ({ get: () => Promise.reject(new Error("status 403")) })],
  ["cannot be opened", () => Promise.reject(new Error("no such plugin"))],
  ["knows no such path", async () => ({ get: async () => undefined })],
] as const) {
  test(`an API server that ${title} is for the update to meet`, async (t) => {
    t.deepEqual(await missingNamespaces(inNamespaces("shop"), [], open), []);
  });
}
