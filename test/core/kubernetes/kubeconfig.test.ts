import test from "ava";
import { findCluster, kubeconfigPaths, selectContext } from "../../../core/kubernetes/kubeconfig.ts";

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
  ["the context asked for", "test", { context: "test", server: "https://10.0.0.2", proxied: true }],
];

for (const [title, asked, endpoint] of found) {
  test(`${title} leads to its cluster's server`, (t) => {
    t.deepEqual(selectContext([two], asked), endpoint);
  });
}

test("of several files the first that knows the name wins", (t) => {
  const mine = "contexts: [{name: test, context: {cluster: c1}}]";
  t.is(selectContext([mine, two], "test").server, "https://10.0.0.1:6443");
});

const refused: readonly [string, readonly string[], string | undefined, string][] = [
  [
    "a context that is not there",
    [two],
    "staging",
    'context: expected a context of the kubeconfig (there are: prod, test, torn), got "staging"',
  ],
  [
    "no current context",
    ["contexts: [{name: a, context: {cluster: c}}]"],
    undefined,
    "context: the kubeconfig has no current context: set the config key context to one of a",
  ],
  [
    "a context whose cluster is gone",
    [two],
    "torn",
    'context: context "torn" names a cluster without a server: mend the kubeconfig',
  ],
  [
    "a file that is no YAML",
    ["{"],
    undefined,
    "kubeconfig: the kubeconfig is not a valid YAML object: mend it, or set the config key kubeconfig to another",
  ],
];

for (const [title, texts, asked, message] of refused) {
  test(`${title} is refused in one sentence`, (t) => {
    t.throws(() => selectContext(texts, asked), { message });
  });
}

test("no kubeconfig anywhere is refused with the places looked at", (t) => {
  t.throws(() => findCluster({ kubeconfig: "/nowhere/config" }, () => undefined), {
    message:
      "kubeconfig: found no kubeconfig at /nowhere/config: set KUBECONFIG, or the config key kubeconfig to its path",
  });
});

test("the files read are the one given, else KUBECONFIG's, else the home directory's", (t) => {
  t.deepEqual(kubeconfigPaths({ kubeconfig: "/k" }, { KUBECONFIG: "/a" }), ["/k"]);
  t.deepEqual(kubeconfigPaths({}, { KUBECONFIG: "/a:/b:" }), ["/a", "/b"]);
  t.deepEqual(kubeconfigPaths({}, { HOME: "/home/me" }), ["/home/me/.kube/config"]);
});
