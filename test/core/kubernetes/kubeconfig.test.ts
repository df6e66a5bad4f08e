import test from "ava";
import { findCluster, kubeconfigPaths, selectContext } from "../../../core/kubernetes/kubeconfig.ts";
import { toldBy } from "../../told-problems.ts";

const two = `
current-context: prod
clusters:
  - {name: c1, cluster: {server: "https://10.0.0.1:6443"}}
  - {name: c2, cluster: {server: "https://10.0.0.2", proxy-url: "http://10.0.0.9"}}
contexts:
  - {name: prod, context: {cluster: c1}}
  - {name: test, context: {cluster: c2}}
  - {name: torn, context: {cluster: gone}}
`;

const found: readonly [string, string | undefined, ReturnType<typeof selectContext>][] = [
  ["the current context", undefined, { context: "prod", server: "https://10.0.0.1:6443", proxied: false }],
  ["a context by name", "test", { context: "test", server: "https://10.0.0.2", proxied: true }],
];

for (const [title, context, endpoint] of found) {
  test(`${title} leads to its cluster's server`, (t) => {
    t.deepEqual(selectContext([two], context), endpoint);
  });
}

test("of several files the first that knows the name wins", (t) => {
  const first = "contexts: [{name: test, context: {cluster: c1}}]";
  t.is(selectContext([first, two], "test").server, "https://10.0.0.1:6443");
});

const refused: readonly [string, readonly string[], string | undefined, string][] = [
  ["a context that is not there", [two], "staging", "context: unknown-context"],
  [
    "no current context",
    ["contexts: [{name: a, context: {cluster: c}}]"],
    undefined,
    "context: no-current-context",
  ],
  ["a context whose cluster is gone", [two], "torn", "context: no-server"],
  [
    "a server that is no URL",
    ["contexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 10.0.0.1}}]"],
    "a",
    "context: invalid-server",
  ],
  [
    "a file of another shape",
    ["contexts: [null, 1, {name: 5}]\ncurrent-context: c"],
    undefined,
    "context: unknown-context",
  ],
  ["a file that is no YAML", ["{"], undefined, "kubeconfig: invalid-yaml"],
];

for (const [title, texts, context, problem] of refused) {
  test(`${title} is refused in one sentence`, async (t) => {
    t.deepEqual(await toldBy(() => selectContext(texts, context)), [problem]);
  });
}

test("no kubeconfig anywhere is refused with the places looked at", async (t) => {
  t.deepEqual(await toldBy(() => findCluster({ kubeconfig: "/nowhere/config" }, () => undefined)), [
    "kubeconfig: no-kubeconfig",
  ]);
});

test("a kubeconfig that is a folder is not said to be missing", async (t) => {
  t.deepEqual(await toldBy(() => findCluster({ kubeconfig: "/" })), ["kubeconfig: unreadable-kubeconfig"]);
});

test("the files read are the one given, else KUBECONFIG's, else the home directory's", (t) => {
  t.deepEqual(kubeconfigPaths({ kubeconfig: "/k" }, { KUBECONFIG: "/a" }), ["/k"]);
  t.deepEqual(kubeconfigPaths({}, { KUBECONFIG: "/a:/b:" }), ["/a", "/b"]);
  t.deepEqual(kubeconfigPaths({}, { HOME: "/home/me" }), ["/home/me/.kube/config"]);
});
