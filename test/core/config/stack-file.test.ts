import test from "ava";
import { hasEncrypted, readStackFile } from "../../../core/config/stack-file.ts";
import { toldBy } from "../../told-problems.ts";

const read = (text: string, project = "exposure") => {
  const { raw, warnings } = readStackFile("Pulumi.x.yaml", text, project);
  return { raw, warnings };
};

test("values are read as the engine passes them, without other projects' keys", (t) => {
  const text = `config:
  exposure:classes: { public: { default: true } }
  exposure:failover: [a, b]
  exposure:context: prod
  other:key: { secure: v1:abc }
encryptionsalt: v1:abc`;
  t.deepEqual(read(text), {
    raw: {
      "exposure:classes": '{"public":{"default":true}}',
      "exposure:failover": '["a","b"]',
      "exposure:context": "prod",
    },
    warnings: [],
  });
});

test("another project's keys are read by its name, with whether each is encrypted", (t) => {
  const text = `config:
  exposure:failover: all
  haproxy-edge:failover: [a]
  haproxy-edge:vrrpSecret: { secure: v1:abc }`;
  const decrypted = { "haproxy-edge:vrrpSecret": "Xk3vQ9wz" };
  const { raw, isEncrypted } = readStackFile("Pulumi.x.yaml", text, "haproxy-edge", decrypted);
  t.deepEqual(raw, { "haproxy-edge:failover": '["a"]', "haproxy-edge:vrrpSecret": "Xk3vQ9wz" });
  t.deepEqual(["haproxy-edge:failover", "haproxy-edge:vrrpSecret"].map(isEncrypted), [false, true]);
});

for (const text of ["", "config:", "encryptionsalt: v1:abc"]) {
  test(`a file without configuration has no keys: ${JSON.stringify(text)}`, (t) => {
    t.deepEqual(read(text), { raw: {}, warnings: [] });
  });
}

test("values from elsewhere cause a warning", (t) => {
  t.deepEqual(read("environment: [shared]").warnings, [
    "Pulumi.x.yaml also takes values from ESC environments, which are left out here",
  ]);
});

test("a key without a namespace is the project's, and the old form is the new one", (t) => {
  t.deepEqual(read("config:\n  failover: all\n  exposure:config:context: prod\n").raw, {
    "exposure:failover": "all",
    "exposure:context": "prod",
  });
});

test("merge keys, explicit keys and times without quotes are as the engine has them", (t) => {
  const text = `base: &base { exposure:context: prod, exposure:catalog: catalog }
config:
  <<: *base
  exposure:context: test
  ? exposure:failover
  : { services: { web: { mode: drill, until: 2026-11-23T18:00:00Z } } }`;
  t.deepEqual(read(text).raw, {
    "exposure:catalog": "catalog",
    "exposure:context": "test",
    "exposure:failover": '{"services":{"web":{"mode":"drill","until":"2026-11-23 18:00:00 +0000 UTC"}}}',
  });
});

test("a second document is warned about, which pulumi does not read", (t) => {
  t.deepEqual(read("config: { exposure:failover: all }\n---\nconfig: {}\n"), {
    raw: { "exposure:failover": "all" },
    warnings: ["Pulumi.x.yaml holds a further YAML document on line 2, which pulumi does not read"],
  });
});

for (const [text, problem] of [
  ["1: x", "Pulumi.x.yaml: wrong-key"],
  ["config: [1, 2]", "config: wrong-type"],
  ["config: all", "config: wrong-type"],
  ["config: { 1: x }", "config: wrong-key"],
  ["config: { a:b:c: 1 }", 'config["a:b:c"]: wrong-key'],
  ["config: { failover: a, exposure:failover: b }", 'config["exposure:failover"]: defined-twice'],
  ["config:\n  exposure:context: *x", "Pulumi.x.yaml:2: invalid-yaml"],
  ["config:\n  exposure:failover: a\n  exposure:failover: b", "Pulumi.x.yaml:3: invalid-yaml"],
  ['config: { exposure:context: "\\ta\\nb" }', "exposure:context: wrong-value"],
] as const) {
  test(`what the engine refuses is refused: ${JSON.stringify(text)}`, async (t) => {
    t.deepEqual(await toldBy(() => read(text)), [problem]);
  });
}

test("encrypted values are refused, each with its path", async (t) => {
  const text = `config:
  exposure:kubeconfig: { secure: v1:abc }
  exposure:services: { web: { hosts: [a, { secure: v1:def }] } }`;
  t.deepEqual(await toldBy(() => read(text)), [
    "exposure:kubeconfig: encrypted",
    "exposure:services.web.hosts[1]: encrypted",
  ]);
});

for (const [title, text, problem] of [
  ["a list", "[]", "Pulumi.x.yaml: wrong-type"],
  ["no YAML", "a: [", "Pulumi.x.yaml:1: invalid-yaml"],
] as const) {
  test(`${title} is not a stack file`, async (t) => {
    t.deepEqual(await toldBy(() => read(text)), [problem]);
  });
}

test("encrypted values come from the engine, all others from the file", (t) => {
  const text = "config:\n  exposure:context: { secure: v1:abc }\n  exposure:failover: all\n";
  const decrypted = { "exposure:context": "prod", "exposure:failover": "none" };
  t.deepEqual(readStackFile("Pulumi.x.yaml", text, "exposure", decrypted).raw, {
    "exposure:context": "prod",
    "exposure:failover": "all",
  });
  t.true(hasEncrypted("Pulumi.x.yaml", text, "exposure"));
  t.false(
    hasEncrypted(
      "Pulumi.x.yaml",
      "config:\n  exposure:failover: all\n  other:a: { secure: v1:abc }\n",
      "exposure",
    ),
  );
});
