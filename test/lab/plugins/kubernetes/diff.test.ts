import test from "ava";
import type { JsonObject } from "../../../../lab/plugins/json.ts";
import { type DiffSettings, diffObjects } from "../../../../lab/plugins/kubernetes/diff.ts";

const STRICT: DiffSettings = { configMapMutable: false, secretMutable: false };
const MUTABLE: DiffSettings = { configMapMutable: true, secretMutable: true };

const object = (
  apiVersion: string,
  kind: string,
  rest: JsonObject = {},
  metadata: JsonObject = {},
): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name: "web", namespace: "shop", ...metadata },
  ...rest,
});

test("equal inputs have no changes", (t) => {
  const service = object("v1", "Service", { spec: { ports: [{ port: 80 }] } });
  t.deepEqual(diffObjects(service, structuredClone(service), STRICT), {
    changes: [],
    deleteBeforeReplace: false,
  });
});

test("changes carry Pulumi's property paths", (t) => {
  const ingress = (host: string, annotations: JsonObject, paths: readonly string[]) =>
    object("networking.k8s.io/v1", "Ingress", { spec: { rules: [{ host, paths }] } }, { annotations });
  const { changes } = diffObjects(
    ingress("a.example", { "nginx.org/gone": "1" }, ["/"]),
    ingress("b.example", { plain: "1" }, ["/", "/v2"]),
    STRICT,
  );
  t.deepEqual(changes, [
    { path: 'metadata.annotations["nginx.org/gone"]', kind: "delete", replace: false },
    { path: "metadata.annotations.plain", kind: "add", replace: false },
    { path: "spec.rules[0].host", kind: "update", replace: false },
    { path: "spec.rules[0].paths[1]", kind: "add", replace: false },
  ]);
});

interface ReplaceCase {
  readonly title: string;
  readonly old: JsonObject;
  readonly next: JsonObject;
  readonly settings?: DiffSettings;
  readonly replaces: readonly string[];
  readonly deletesFirst: boolean;
}

const autonamed = { annotations: { "pulumi.com/autonamed": "true" } };

const cases: readonly ReplaceCase[] = [
  {
    title: "another name replaces, the new one first",
    old: object("v1", "Service"),
    next: object("v1", "Service", {}, { name: "api" }),
    replaces: ["metadata.name"],
    deletesFirst: false,
  },
  {
    title: "another namespace replaces, the new one first",
    old: object("v1", "Service"),
    next: object("v1", "Service", {}, { namespace: "other" }),
    replaces: ["metadata.namespace"],
    deletesFirst: false,
  },
  {
    title: "another API group replaces",
    old: object("extensions/v1", "Ingress"),
    next: object("networking.k8s.io/v1", "Ingress"),
    replaces: ["apiVersion"],
    deletesFirst: true,
  },
  {
    title: "another version of the same group updates",
    old: object("apps/v1beta2", "Deployment"),
    next: object("apps/v1", "Deployment"),
    replaces: [],
    deletesFirst: false,
  },
  ...["Deployment", "DaemonSet", "StatefulSet"].map((kind) => ({
    title: `another selector replaces a ${kind}, the old one first`,
    old: object("apps/v1", kind, { spec: { selector: { matchLabels: { app: "a" } } } }),
    next: object("apps/v1", kind, { spec: { selector: { matchLabels: { app: "b" } } } }),
    replaces: ["spec.selector.matchLabels.app"],
    deletesFirst: true,
  })),
  {
    title: "another Pod template updates a Deployment",
    old: object("apps/v1", "Deployment", { spec: { template: { spec: { nodeName: "a" } } } }),
    next: object("apps/v1", "Deployment", { spec: { template: { spec: { nodeName: "b" } } } }),
    replaces: [],
    deletesFirst: false,
  },
  {
    title: "another template replaces a Job",
    old: object("batch/v1", "Job", { spec: { template: { spec: { nodeName: "a" } } } }),
    next: object("batch/v1", "Job", { spec: { template: { spec: { nodeName: "b" } } } }),
    replaces: ["spec.template.spec.nodeName"],
    deletesFirst: true,
  },
  {
    title: "another clusterIP replaces a Service",
    old: object("v1", "Service", { spec: { clusterIP: "None" } }),
    next: object("v1", "Service", { spec: {} }),
    replaces: ["spec.clusterIP"],
    deletesFirst: true,
  },
  {
    title: "another roleRef replaces a ClusterRoleBinding",
    old: object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", { roleRef: { name: "a" } }),
    next: object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", { roleRef: { name: "b" } }),
    replaces: ["roleRef.name"],
    deletesFirst: true,
  },
  {
    title: "other data replaces a ConfigMap",
    old: object("v1", "ConfigMap", { data: { a: "1" } }),
    next: object("v1", "ConfigMap", { data: { a: "2" } }),
    replaces: ["data.a"],
    deletesFirst: true,
  },
  {
    title: "other data replaces an autonamed ConfigMap, the new one first",
    old: object("v1", "ConfigMap", { data: { a: "1" } }, autonamed),
    next: object("v1", "ConfigMap", { data: { a: "2" } }, autonamed),
    replaces: ["data.a"],
    deletesFirst: false,
  },
  {
    title: "other data updates a ConfigMap with enableConfigMapMutable",
    old: object("v1", "ConfigMap", { data: { a: "1" } }),
    next: object("v1", "ConfigMap", { data: { a: "2" } }),
    settings: MUTABLE,
    replaces: [],
    deletesFirst: false,
  },
  {
    title: "other data replaces an immutable ConfigMap in any case",
    old: object("v1", "ConfigMap", { data: { a: "1" }, immutable: true }),
    next: object("v1", "ConfigMap", { data: { a: "2" }, immutable: true }),
    settings: MUTABLE,
    replaces: ["data.a"],
    deletesFirst: true,
  },
  {
    title: "other labels update a ConfigMap",
    old: object("v1", "ConfigMap", {}, { labels: { a: "1" } }),
    next: object("v1", "ConfigMap", {}, { labels: { a: "2" } }),
    replaces: [],
    deletesFirst: false,
  },
  {
    title: "other data replaces a Secret",
    old: object("v1", "Secret", { data: { a: "MQ==" } }),
    next: object("v1", "Secret", { data: { a: "Mg==" } }),
    replaces: ["data.a"],
    deletesFirst: true,
  },
  {
    title: "other data updates a Secret with enableSecretMutable",
    old: object("v1", "Secret", { data: { a: "MQ==" } }),
    next: object("v1", "Secret", { data: { a: "Mg==" } }),
    settings: MUTABLE,
    replaces: [],
    deletesFirst: false,
  },
  {
    title: "another type replaces a Secret in any case",
    old: object("v1", "Secret", { type: "Opaque" }),
    next: object("v1", "Secret", { type: "kubernetes.io/tls" }),
    settings: MUTABLE,
    replaces: ["type"],
    deletesFirst: true,
  },
];

for (const { title, old, next, settings = STRICT, replaces, deletesFirst } of cases) {
  test(title, (t) => {
    const { changes, deleteBeforeReplace } = diffObjects(old, next, settings);
    t.true(changes.length > 0);
    t.deepEqual(
      changes.filter(({ replace }) => replace).map(({ path }) => path),
      replaces,
    );
    t.is(deleteBeforeReplace, deletesFirst);
  });
}
