import test from "ava";
import fc from "fast-check";
import { readYaml } from "../../../core/config/engine-yaml/read-yaml.ts";
import { exposureKeys, type RawConfig } from "../../../core/config/raw-config.ts";
import { readStackFile } from "../../../core/config/stack-file.ts";
import { ConfigError } from "../../../core/model/problems.ts";
import { edgeKeys, parseEdgeConfig } from "../../../core/stack/edge-stack.ts";
import { parseStackConfig } from "../../../core/stack/exposure-stack.ts";
import { edgePlans, exposurePlans } from "../../../core/stack/service-plans.ts";
import { encrypted } from "../edge-fixtures.ts";
import { memoryFiles } from "../memory-files.ts";

/** Whatever a stack file holds, the parser answers with a configuration or with problems, never with another error. */
const prototypeNames = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
const words = [
  ...prototypeNames,
  ...[
    "default",
    "controller",
    "expose",
    "as",
    "performance",
    "profile",
    "configMap",
    "nodeSelector",
    "namespace",
  ],
  ...[
    "hosts",
    "paths",
    "path",
    "backend",
    "service",
    "port",
    "emergency",
    "headers",
    "request",
    "tls",
    "class",
  ],
  ...[
    "services",
    "mode",
    "all",
    "except",
    "f5",
    "haproxy",
    "ingress-nginx",
    "web",
    "a.example",
    "/",
    "edge",
    "nodes",
  ],
];
const leaf = fc.oneof(
  fc.constantFrom(...words, "", "80", "1h", "64k", "10.0.0.0/8", "all", "none"),
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 4 })), tie("value"), {
      maxKeys: 5,
    }),
  ),
}));

const parsers = {
  exposure: (raw: RawConfig) => exposurePlans(parseStackConfig(raw, memoryFiles())),
  "haproxy-edge": (raw: RawConfig) => edgePlans(parseEdgeConfig(raw, memoryFiles(), encrypted)),
};

function configFor(project: string, keys: readonly string[]) {
  const entry = fc.tuple(fc.constantFrom(...keys.map((key) => `${project}:${key}`)), value);
  return fc
    .array(entry, { maxLength: 5 })
    .map(
      (entries): RawConfig =>
        Object.fromEntries(
          entries.map(([key, of]) => [key, typeof of === "string" ? of : JSON.stringify(of)]),
        ),
    );
}

function answers(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return true;
    throw error;
  }
}

for (const [project, keys] of [
  ["exposure", exposureKeys.keys],
  ["haproxy-edge", edgeKeys.keys],
] as const) {
  test(`any values of ${project}'s keys are a configuration or problems`, (t) => {
    fc.assert(
      fc.property(configFor(project, keys), (raw) => answers(() => parsers[project](raw))),
      { numRuns: 2_000 },
    );
    t.pass();
  });
}

test("any text is a stack file or a problem", (t) => {
  const pieces = fc.constantFrom(
    "config:",
    "\n",
    "  ",
    "- ",
    "? ",
    ": ",
    "exposure:failover",
    "&a ",
    "*a",
    "<<",
    "{",
    "}",
    "[",
    "]",
    ",",
    "'",
    '"',
    "|",
    ">",
    "#",
    "!!int ",
    "%YAML",
    "---",
    "...",
    "\t",
    "\r",
    "\ufeff",
    "\u0085",
    "2026-11-23",
    "1_0",
    "~",
    "é",
  );
  const text = fc.oneof(
    fc.array(pieces, { maxLength: 30 }).map((all) => all.join("")),
    fc.string({ unit: "binary", maxLength: 40 }),
  );
  fc.assert(
    fc.property(
      text,
      (any) => answers(() => readStackFile("x", any, "exposure")) && "value" in { value: readYaml(any) },
    ),
    { numRuns: 5_000 },
  );
  t.pass();
});

test("the name of what every object has is a name as any other", (t) => {
  const named = (of: unknown) => Object.fromEntries(prototypeNames.map((name) => [name, of]));
  const config = {
    "exposure:classes": JSON.stringify({
      constructor: {
        default: true,
        controller: "f5",
        snippets: true,
        nodeSelector: { constructor: "a" },
        configMap: { "server-snippets": "constructor on; toString on;" },
      },
      other: { controller: "f5", nodeSelector: { constructor: "b" } },
    }),
    "exposure:services": JSON.stringify({
      constructor: {
        hosts: ["constructor.example"],
        namespace: "constructor",
        backend: { service: "constructor", port: "constructor" },
        emergency: { service: "constructor-2" },
        headers: { request: named("x") },
      },
      web: { hosts: ["web.example"], backend: { service: "web", port: 80 } },
    }),
    "exposure:failover": "constructor",
  };
  const { services } = exposurePlans(parseStackConfig(config, memoryFiles()));
  t.deepEqual(
    services.map(({ service, active }) => [service.name, active.emergency]),
    [
      ["constructor", true],
      ["web", false],
    ],
  );
  const rendered = JSON.stringify(services);
  for (const name of prototypeNames)
    t.true(rendered.includes(`${name}:x`) || rendered.includes(`"${name}"`), name);
});

test("such a name that is unknown is told, not found", (t) => {
  const config = {
    "exposure:classes": JSON.stringify({
      public: { default: true, constructor: 1 },
    }),
    "exposure:services": JSON.stringify({
      web: { class: "constructor", backend: { service: "a", port: 1, __proto__x: 1 } },
    }),
    "exposure:failover": "hasOwnProperty",
    "exposure:valueOf": "1",
  };
  const error = t.throws<ConfigError>(() => parseStackConfig(config, memoryFiles()), {
    instanceOf: ConfigError,
  });
  // The sentences list every key there is: they are told elsewhere.
  t.deepEqual(
    error?.problems.map(({ path, code }) => `${path}: ${code}`),
    [
      "exposure:valueOf: unknown-key",
      "classes.public.constructor: unknown-key",
      "services.web.backend.__proto__x: unknown-key",
      "failover[0]: unknown-service",
    ],
  );
});
