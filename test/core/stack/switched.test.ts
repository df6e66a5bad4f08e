import test from "ava";
import { parseSwitchedEdge } from "../../../core/stack/edge-stack.ts";
import { parseSwitchedConfig } from "../../../core/stack/exposure-stack.ts";
import type { Concerned } from "../../../core/stack/switched.ts";
import { told, toldBy } from "../../told-problems.ts";
import { encrypted } from "../edge-fixtures.ts";
import { memoryFiles } from "../memory-files.ts";

type Config = Readonly<Record<string, unknown>>;

const service = (name: string, more: object = {}) => ({
  hosts: [`${name}.example`],
  backend: { service: name, port: 80 },
  emergency: { service: `${name}-2` },
  ...more,
});
const publicClass = { default: true, controller: "f5" };
const classes = { public: publicClass };
const stack = (more: Config = {}, others: Config = {}) => ({
  classes,
  services: { a: service("a"), b: service("b"), ...others },
  failover: ["a"],
  ...more,
});
const files = memoryFiles({ "twice/a.yaml": "backend: { service: a, port: 80 }\n" });
const edge = { nodes: ["192.0.2.11"], nodeSelector: { "example.com/edge": "haproxy" } };

const parse = (config: Config, concerned: Concerned = ["a"]) =>
  parseSwitchedConfig(config, files, () => false, concerned);
const parseEdge = (config: Config, concerned: Concerned = ["a"]) =>
  parseSwitchedEdge({ edge, ...config }, files, encrypted, concerned);

for (const [title, config, setAside] of [
  ["nothing is wrong", stack(), []],
  [
    "another service cannot be read",
    stack({}, { c: { hosts: 1 } }),
    ["services.c.hosts: wrong-type", "services.c.backend: missing"],
  ],
  [
    "two other services claim one route",
    stack({}, { c: service("c"), d: service("c") }),
    ["services.d.paths: route-taken"],
  ],
  [
    "another class cannot be read",
    stack({ classes: { ...classes, third: 1 } }),
    ["classes.third: wrong-type"],
  ],
  [
    "a file of its own class is missing",
    stack({ classes: { public: { ...publicClass, templates: { main: "gone.tmpl" } } } }),
    ["classes.public.templates.main: no-such-file"],
  ],
  ["the edge's name is wrong", stack({ edge: "blue" }), ["edge: wrong-value"]],
  ["a key is unknown", stack({ "exposure:nope": 1 }), ["exposure:nope: unknown-key"]],
  [
    "another service of the flag is unknown",
    stack({ failover: ["a", "gone"] }),
    ["failover[1]: unknown-service"],
  ],
] as const) {
  test(`a switch goes where ${title}`, (t) => {
    const found = parse(config);
    t.deepEqual(told(found.setAside), [...setAside]);
    t.true(found.config.services.some(({ name }) => name === "a"));
  });
}

for (const [title, config, problem] of [
  ["cannot be read", stack({}, { a: { hosts: 1 } }), "services.a.hosts: wrong-type"],
  ["is defined twice", stack({ catalog: "twice" }), "twice/a.yaml: defined-twice"],
  [
    "has no emergency backend",
    stack({}, { a: { backend: { service: "a", port: 80 } } }),
    "failover[0]: no-emergency-backend",
  ],
  ["shares a route with another", stack({}, { b: service("a") }), "services.b.paths: route-taken"],
  ["is of a class that cannot be read", stack({ classes: { public: 1 } }), "classes.public: wrong-type"],
  ["is in a flag that cannot be read", stack({ failover: { services: 1 } }), "failover.services: wrong-type"],
  ["is in a cluster that cannot be found", stack({ kubeconfig: "a\nb" }), "kubeconfig: wrong-value"],
] as const) {
  test(`a switch is refused where its service ${title}`, async (t) => {
    t.true((await toldBy(() => parse(config))).includes(problem), String(await toldBy(() => parse(config))));
  });
}

test("another flag is read as with all the rest, and no file is read again for it", async (t) => {
  const catalogue = memoryFiles({ "catalog/c.yaml": JSON.stringify(service("c")) });
  let reads = 0;
  const counted = {
    ...catalogue,
    read: (file: string) => {
      reads++;
      return catalogue.read(file);
    },
  };
  const config = { "exposure:failover": "none", ...stack({ catalog: "catalog", edge: "blue" }) };
  const { failover: _, ...raw } = config;
  const found = parseSwitchedConfig(raw, counted, () => false, ["c"]);
  t.deepEqual([found.config.failover, reads], ["none", 1]);
  const flag = '{"services":{"c":{"mode":"on"}}}';
  const { config: changed, setAside } = found.withFlag(flag);
  const anew = parseSwitchedConfig({ ...raw, "exposure:failover": flag }, catalogue, () => false, ["c"]);
  t.deepEqual({ changed, setAside }, { changed: anew.config, setAside: anew.setAside });
  t.deepEqual([changed.failover, reads], [{ services: { c: { mode: "on" } } }, 1]);
  t.deepEqual(await toldBy(() => found.withFlag('{"services":{"c":{"mode":"drill"}}}')), [
    "edge: wrong-value",
    "failover.services.c: no-drills",
  ]);
});

test("an edge's other flag is read the same way", (t) => {
  const { failover: _, ...raw } = stack();
  const found = parseEdge({ "haproxy-edge:failover": "none", ...raw });
  const anew = parseEdge({ "haproxy-edge:failover": "a", ...raw });
  t.deepEqual(found.withFlag("a").config, anew.config);
  t.deepEqual(anew.config.failover, ["a"]);
});

test("of all services that have an emergency backend, one that cannot be read might be one", async (t) => {
  t.deepEqual(await toldBy(() => parse(stack({}, { c: { hosts: 1 } }), "all")), [
    "services.c.hosts: wrong-type",
    "services.c.backend: missing",
  ]);
  const { config, setAside } = parse(stack({ edge: "blue" }), "all");
  t.deepEqual(told(setAside), ["edge: wrong-value"]);
  t.deepEqual(config.failover, ["a"]);
});

test("an edge's switch goes whatever is wrong with its classes, its address and other services", async (t) => {
  const config = stack({ classes: 1, virtualIp: { address: 1 }, exposure: "blue" }, { c: { hosts: 1 } });
  const { setAside } = parseEdge(config);
  t.true(setAside.length >= 4);
  t.true((await toldBy(() => parseEdge({ ...config, edge: {} }))).includes("edge.nodes: missing"));
  t.true(
    (await toldBy(() => parseEdge(stack({}, { a: { hosts: 1 } })))).includes("services.a.hosts: wrong-type"),
  );
});
