import { readFileSync } from "node:fs";
import test from "ava";
import { parse } from "yaml";
import { filesOf } from "../../../components/read-stack-config.ts";
import { ConfigError, type Problem } from "../../../core/model/problems.ts";
import { parseStackConfig } from "../../../core/stack/parse-stack-config.ts";
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

function problemsOf(config: Readonly<Record<string, unknown>>, files = memoryFiles()): readonly Problem[] {
  try {
    parseStackConfig(raw(config), files);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test("nothing configured is a stack of nothing", (t) => {
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

test("the edge's stack is named in full or not at all", (t) => {
  const edge = "organization/haproxy-edge/blue";
  t.is(parseStackConfig({ "exposure:edge": edge }, memoryFiles()).edge, edge);
  t.false("edge" in parseStackConfig({ "exposure:edge": "" }, memoryFiles()));
  t.deepEqual(problemsOf({ "exposure:edge": "haproxy-edge/blue" }), [
    {
      path: "edge",
      message: 'expected a stack as <organization>/<project>/<stack>, got "haproxy-edge/blue"',
    },
  ]);
});

test("a stack with one class and services of both kinds comes out sorted, every default decided", (t) => {
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
    headers: { request: {}, response: {}, hide: [] },
  };
  t.deepEqual<unknown, unknown>(config.services, [
    {
      ...common,
      name: "api",
      ingress: "api",
      hosts: ["api.example"],
      backend: { service: "api", port: 8080 },
    },
    {
      ...common,
      name: "web",
      ingress: "web",
      hosts: [],
      backend: { service: "web", port: "http" },
      emergency: { service: "standby", port: "http" },
    },
  ]);
});

test("every problem of a configuration is told at once, each with its path", (t) => {
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
  const problems = problemsOf(config, files);
  t.deepEqual(
    problems.map(({ path, message }) => `${path}: ${message}`),
    [
      'exposure:clases: unknown key, did you mean "exposure:classes"?',
      'logrotate.image: expected an image with a tag such as "registry.example.com/nginx:1.2.3", got "logrotate"',
      'classes.public.expsoe: unknown key, did you mean "expose"?',
      'classes.public.replicas: expected a whole number from 1 to 1000, got "2" (a string)',
      "catalog/broken.yaml:1: is no valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
      'catalog/web.yaml: service "web" is defined in services.web already: remove one of them',
      "services.web.backend.port: expected a whole number from 1 to 65535, got 70000",
      'services.c.paths[0].path: expected a path that begins with "/", got "c"',
      'catalog/api.yaml: hosts[0]: expected a DNS name, got "API.example": write it in lower case',
      `catalog/api.yaml: backend.port: expected a port's name or number, got "80": write 80 without quotes`,
      "classes.other.expose: HTTP and HTTPS can not share port 443: give one of them another",
      'classes.other.namespace: "edge" is the namespace of class "internal", "other" needs another: each class has one of its own',
      'services.a.emergency: is the primary backend itself ("a", port 80): name another Service or port, or leave it out',
      'services.d.class: expected a class of this stack, got "intrnal" (did you mean "internal"?)',
      'services.b.paths[0]: Prefix path "/" of any host in class "internal" is served by service "a" already, so "b" can not serve it too',
    ],
  );
});

test("the emergency switch is refused as a whole, beside everything else", (t) => {
  const services = {
    web: { hosts: ["web.example"], backend: { service: "web", port: 80 }, emergency: { service: "standby" } },
    api: { backend: { service: "api", port: 80 }, paths: [{ path: "/api" }] },
    bad: { backend: {} },
  };
  const config = { classes: { public: { default: true } }, services, failover: "web,api,wbe,bad" };
  t.deepEqual(problemsOf(config), [
    { path: "services.bad.backend.service", message: "is missing" },
    { path: "services.bad.backend.port", message: "is missing" },
    {
      path: "failover[1]",
      message:
        'service "api" has no emergency backend to switch to: give it one (services.api.emergency) or leave it out; nothing was switched',
    },
    {
      path: "failover[2]",
      message: 'expected the name of a service, got "wbe" (did you mean "web"?); nothing was switched',
    },
  ]);
});

test("what a class' controller can not do is told with the rest, where the service stands", (t) => {
  const files = memoryFiles({ "c/web.yaml": "tls: true\nbackend: { service: web, port: 80 }" });
  const config = {
    classes: { public: { default: true, performance: { reusePort: true } }, a: 1 },
    catalog: "c",
  };
  t.deepEqual(
    problemsOf(config, files).map(({ path }) => path),
    ["classes.a", "classes.public.performance.reusePort", "c/web.yaml: tls"],
  );
});

test("a class' raw snippets are held against what its services, and no others, ask of its controller", (t) => {
  const files = memoryFiles({
    "c/rpc.yaml":
      "class: public\nprotocol: grpc\ntls: { secret: rpc }\nhosts: [rpc.example]\nbodySize: 16m\nbackend: { service: rpc, port: 80 }",
  });
  const configMap = { "http-snippets": "client_max_body_size 20m;" };
  const classes = {
    public: { configMap, nodeSelector: { edge: "public" } },
    internal: { configMap, nodeSelector: { edge: "internal" } },
  };
  t.deepEqual(problemsOf({ classes, catalog: "c" }, files), [
    {
      path: "classes.public.configMap.http-snippets",
      message:
        "nginx refuses client_max_body_size twice, and the typed settings of the class or its services write it; remove it here",
    },
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
  test(`the committed stack file Pulumi.${stack}.yaml has no problem`, (t) => {
    const { config }: { readonly config: Readonly<Record<string, unknown>> } = parse(
      readFileSync(`Pulumi.${stack}.yaml`, "utf8"),
    );
    t.deepEqual(problemsOf(config, filesOf(".")), []);
  });
}
