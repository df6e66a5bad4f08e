import { readFileSync } from "node:fs";
import test from "ava";
import { parse } from "yaml";
import { filesOf } from "../../../components/project-files.ts";
import { ConfigError } from "../../../core/model/problems.ts";
import { UserError } from "../../../core/model/user-error.ts";
import { parseStackConfig } from "../../../core/stack/exposure-stack.ts";
import { toldBy } from "../../told-problems.ts";
import { memoryFiles } from "../memory-files.ts";

/** Raw config as the engine hands it over. */
function raw(config: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

function problemsOf(
  config: Readonly<Record<string, unknown>>,
  files = memoryFiles(),
): Promise<readonly string[]> {
  return toldBy(() => parseStackConfig(raw(config), files));
}

test("an empty configuration is an empty stack", (t) => {
  t.deepEqual(parseStackConfig({}, memoryFiles()), {
    cluster: {},
    classes: [],
    services: [],
    failover: "none",
    logrotate: {
      image: "exposure.local/logrotate:2",
      pullPolicy: "IfNotPresent",
      resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
    },
  });
});

test("the defaults Pulumi.yaml declares are the program's own", (t) => {
  const project: { readonly config: Readonly<Record<string, { readonly default: unknown }>> } = parse(
    readFileSync("Pulumi.yaml", "utf8"),
  );
  const defaults = Object.fromEntries(
    Object.entries(project.config).map(([key, value]) => [`exposure:${key}`, value.default]),
  );
  t.is(Object.keys(defaults).length, 8);
  t.deepEqual(parseStackConfig(raw(defaults), memoryFiles()), parseStackConfig({}, memoryFiles()));
});

test("the edge's stack needs its full name", async (t) => {
  const edge = "organization/haproxy-edge/blue";
  t.is(parseStackConfig({ "exposure:edge": edge }, memoryFiles()).edge, edge);
  t.false("edge" in parseStackConfig({ "exposure:edge": "" }, memoryFiles()));
  t.deepEqual(await problemsOf({ "exposure:edge": "haproxy-edge/blue" }), ["edge: wrong-value"]);
});

test("a stack with one class and services of both kinds is sorted, with every default filled in", (t) => {
  const files = memoryFiles({
    "catalog/api.yaml": "hosts: [api.example]\nbackend: { service: api, port: 8080 }\n",
  });
  const config = parseStackConfig(
    raw({
      "exposure:classes": { public: { default: true } },
      "exposure:services": {
        web: { backend: { service: "web", port: "http" }, emergency: { service: "standby" } },
      },
      "exposure:catalog": "catalog",
      "exposure:failover": "web",
      "exposure:kubeconfig": "kubeconfig.yaml",
      "exposure:context": "lab",
      "kubernetes:namespace": "left alone",
    }),
    files,
  );
  t.deepEqual(config.cluster, { kubeconfig: "kubeconfig.yaml", context: "lab" });
  t.deepEqual(config.failover, ["web"]);
  t.deepEqual(
    config.classes.map(({ name, namespace }) => [name, namespace]),
    [["public", "ingress-public"]],
  );
  const common = {
    class: "public",
    namespace: "default",
    paths: [{ path: "/", type: "Prefix" }],
    probes: {},
    protocol: "http",
    timeouts: {},
    allow: [],
    deny: [],
    headers: { request: {}, response: {}, hide: [] },
    annotations: {},
    labels: {},
    unchecked: false,
    tlsPassthrough: false,
    www: false,
  };
  t.deepEqual<unknown, unknown>(config.services, [
    {
      ...common,
      name: "api",
      ingress: "api",
      kind: "Ingress",
      hosts: ["api.example"],
      backend: { service: "api", port: 8080 },
    },
    {
      ...common,
      name: "web",
      ingress: "web",
      kind: "Ingress",
      hosts: [],
      backend: { service: "web", port: "http" },
      emergency: { service: "standby", port: "http" },
    },
  ]);
});

test("every problem of a configuration is reported at once, each with its path", async (t) => {
  const files = memoryFiles({
    "catalog/web.yaml": "backend: { service: web, port: 80 }",
    "catalog/api.yaml": "hosts: [API.example]\nbackend: { service: api, port: '80' }",
    "catalog/broken.yaml": "a: [",
  });
  const config = {
    "exposure:clases": {},
    "exposure:classes": {
      public: { default: true, expsoe: {}, replicas: "2" },
      internal: { namespace: "edge", nodeSelector: { edge: "a" } },
      other: { namespace: "edge", nodeSelector: { edge: "b" }, expose: { http: 443 } },
    },
    "exposure:services": {
      web: { class: "internl", backend: { service: "web", port: 70_000 } },
      a: { class: "internal", backend: { service: "a", port: 80 }, emergency: { service: "a" } },
      b: { class: "internal", backend: { service: "b", port: 80 } },
      c: { class: "pubic", backend: { service: "c", port: 80 }, paths: [{ path: "c" }] },
      d: { class: "intrnal", backend: { service: "d", port: 80 } },
    },
    "exposure:catalog": "catalog",
    "exposure:failover": ["b", "web", "nobody"],
    "exposure:logrotate": { image: "logrotate" },
  };
  t.deepEqual(await problemsOf(config, files), [
    "exposure:clases: unknown-key",
    "logrotate.image: wrong-value",
    "classes.public.expsoe: unknown-key",
    "classes.public.replicas: wrong-type",
    "catalog/broken.yaml:1: invalid-yaml",
    "catalog/web.yaml: defined-twice",
    "services.web.backend.port: wrong-value",
    "services.c.paths[0].path: wrong-value",
    "catalog/api.yaml: backend.port: wrong-value",
    "catalog/api.yaml: hosts[0]: wrong-value",
    "classes.other.expose: port-taken-twice",
    "classes.other.namespace: namespace-shared",
    "services.a.emergency: same-backend",
    "services.d.class: unknown-class",
    "services.b.paths: route-taken",
  ]);
});

test("every problem of the emergency switch is reported with all others", async (t) => {
  const services = {
    web: { hosts: ["web.example"], backend: { service: "web", port: 80 }, emergency: { service: "standby" } },
    api: { backend: { service: "api", port: 80 }, paths: [{ path: "/api" }] },
    bad: { backend: {} },
  };
  const config = { classes: { public: { default: true } }, services, failover: "web,api,wbe,bad" };
  t.deepEqual(await problemsOf(config), [
    "services.bad.backend.service: missing",
    "services.bad.backend.port: missing",
    "failover[1]: no-emergency-backend",
    "failover[2]: unknown-service",
  ]);
});

test("what a class's controller cannot do is reported with the rest, under the service's file", async (t) => {
  const files = memoryFiles({ "c/web.yaml": "tls: true\nbackend: { service: web, port: 80 }" });
  const config = {
    classes: { public: { default: true, performance: { reusePort: true } }, a: 1 },
    catalog: "c",
  };
  t.deepEqual(await problemsOf(config, files), [
    "classes.a: wrong-type",
    "classes.public.performance.reusePort: no-such-setting",
    "c/web.yaml: tls: no-certificate",
  ]);
});

test("a class's raw snippets are checked against the settings of its own services", async (t) => {
  const files = memoryFiles({
    "c/rpc.yaml":
      "class: public\nprotocol: grpc\ntls: { secret: rpc }\nhosts: [rpc.example]\nbodySize: 16m\nbackend: { service: rpc, port: 80 }",
  });
  const configMap = { "http-snippets": "client_max_body_size 20m;" };
  const classes = {
    public: { configMap, nodeSelector: { edge: "public" } },
    internal: { configMap, nodeSelector: { edge: "internal" } },
  };
  t.deepEqual(await problemsOf({ classes, catalog: "c" }, files), [
    "classes.public.configMap.http-snippets: directive-twice",
  ]);
});

test("an encrypted value of any key is refused, since objects and state would show it", async (t) => {
  const config = { "exposure:services": { web: { backend: { service: "web", port: 80 } } } };
  const classes = { "exposure:classes": { public: { default: true } } };
  const parse = (encrypted: (key: string) => boolean) => () =>
    parseStackConfig(raw({ ...config, ...classes }), memoryFiles(), encrypted);
  t.deepEqual(await toldBy(parse((key) => key === "exposure:services")), [
    "exposure:services: shown-in-plain",
  ]);
  t.deepEqual(await toldBy(parse(() => false)), []);
});

test("a template that cannot be read does not hide the other problems", async (t) => {
  const read = () => {
    throw new UserError("templates/main.tmpl is a pipe");
  };
  const config = { "exposure:contxt": "b", "exposure:classes": { a: { templates: { main: "t.tmpl" } } } };
  t.deepEqual(await toldBy(() => parseStackConfig(raw(config), { ...memoryFiles(), read })), [
    "exposure:contxt: unknown-key",
    "classes.a.templates.main: unreadable-file",
  ]);
});

test("one message holds every problem, one line each", (t) => {
  const error = t.throws(() => parseStackConfig({ kubeconfg: "a", contxt: "b" }, memoryFiles()), {
    instanceOf: ConfigError,
  });
  t.is(
    error?.message,
    [
      "2 problems",
      'exposure:kubeconfg: unknown key, did you mean "exposure:kubeconfig"?',
      'exposure:contxt: unknown key, did you mean "exposure:context"?',
    ].join("\n  "),
  );
});

for (const stack of ["dev", "prod"]) {
  test(`the committed stack file Pulumi.${stack}.yaml has no problem`, async (t) => {
    const { config }: { readonly config: Readonly<Record<string, unknown>> } = parse(
      readFileSync(`Pulumi.${stack}.yaml`, "utf8"),
    );
    t.deepEqual(await problemsOf(config, filesOf(".")), []);
  });
}
