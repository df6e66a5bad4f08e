import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { parseAllDocuments, stringify } from "yaml";
import { stackOf } from "../../bench/register/register.ts";
import { ConfigError } from "../../core/model/problems.ts";
import { UserError } from "../../core/model/user-error.ts";
import { render } from "../../operations/render.ts";
import { temporaryFolder } from "../temporary-folder.ts";

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly rules: readonly {
      readonly http?: {
        readonly paths: readonly { readonly backend: { readonly service: { readonly name: string } } }[];
      };
    }[];
  };
}

function objectsIn(text: string): readonly Rendered[] {
  return parseAllDocuments(text).flatMap((document) => ("toJS" in document ? [document.toJS()] : []));
}

function backends(text: string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    objectsIn(text)
      .filter(({ kind }) => kind === "Ingress")
      .map(({ metadata, spec }) => [metadata.name, spec?.rules[0]?.http?.paths[0]?.backend.service.name]),
  );
}

/** A project of one stack file. */
async function projectOf(t: ExecutionContext, config: Readonly<Record<string, unknown>>): Promise<string> {
  const root = await temporaryFolder(t);
  await writeFile(join(root, "Pulumi.yaml"), "name: exposure\n");
  await writeFile(join(root, "Pulumi.x.yaml"), stringify({ config }));
  return root;
}

const services = {
  a: { backend: { service: "a", port: 80 }, hosts: ["a.example"], emergency: { service: "a-2" } },
  b: { backend: { service: "b", port: 80 }, hosts: ["b.example"], emergency: { service: "b-2" } },
  c: { backend: { service: "c", port: 80 }, hosts: ["c.example"] },
};
const stack = {
  "exposure:classes": { public: { default: true, controller: "ingress-nginx" } },
  "exposure:services": services,
  "exposure:failover": ["a"],
};

test.serial("a stack file too large for the engine is rendered, and said to be", async (t) => {
  const many = Object.fromEntries(
    Array.from({ length: 1_500 }, (_, index) => {
      const backend = { service: `service-${index}`, port: 80 };
      return [`service-${index}`, { backend, hosts: [`${index}.example`] }];
    }),
  );
  const root = await projectOf(t, { ...stack, "exposure:services": many, "exposure:failover": "none" });
  const { warnings } = await render(["--stack", "x", "--only", "service-7"], root);
  t.is(warnings.length, 1);
  t.regex(warnings[0] ?? "", /^the stack's configuration takes 1\d{5} bytes, .*exposure:catalog$/);
});

test.serial("the whole stack twice is the same text, with every kind the program registers", async (t) => {
  const first = await render(["--stack", "prod"]);
  const second = await render(["--stack", "prod"]);
  t.is(first.text, second.text);
  const kinds = objectsIn(first.text).map(({ kind }) => kind);
  t.is(kinds.length, first.objects);
  t.deepEqual([...new Set(kinds)].slice(0, 2), ["Namespace", "IngressClass"]);
  t.is(kinds.at(-1), "Ingress");
  for (const kind of ["ServiceAccount", "ClusterRole", "ConfigMap", "DaemonSet"])
    t.true(kinds.includes(kind), kind);
});

test.serial("an Ingress is the same in the whole stack and alone", async (t) => {
  const whole = await render(["--stack", "prod", "--failover", "all"]);
  const alone = await render(["--stack", "prod", "--failover", "all", "--only", "failover"]);
  const documents = (text: string) => text.split(/^---$/m).slice(1);
  const all = documents(whole.text);
  t.is(alone.objects, 7);
  for (const document of documents(alone.text)) t.true(all.includes(document), document);
});

for (const [args, expected] of [
  [["--only", "failover"], { a: "a-2", b: "b" }],
  [["--only", "failover", "--failover", "none"], { a: "a", b: "b" }],
  [["--only", "failover", "--failover", "all"], { a: "a-2", b: "b-2" }],
  [["--only", "b, c", "--failover", "b"], { b: "b-2", c: "c" }],
] as const) {
  test.serial(`render ${args.join(" ")} is these Ingresses`, async (t) => {
    const root = await projectOf(t, stack);
    t.deepEqual(backends((await render(["--stack", "x", ...args], root)).text), expected);
  });
}

test.serial(
  "a weight comes with its canary, and an overdue switch is said and rendered all the same",
  async (t) => {
    const until = "2026-11-23T18:00:00Z";
    const flag = { expired: "fail", services: { a: { mode: "weighted", weight: 5, until } } };
    const root = await projectOf(t, { ...stack, "exposure:failover": flag });
    const { text, warnings } = await render(["--stack", "x", "--only", "a"], root, Date.parse(until));
    t.deepEqual(backends(text), { a: "a", "a-canary": "a-2" });
    t.deepEqual(warnings, [
      `the emergency switch of a was due to end at ${until} (0 min ago): switch back, or set a later until`,
    ]);
  },
);

test.serial("a thousand services are a thousand Ingresses and more", async (t) => {
  const many = stackOf(1000).services.map(({ name, hosts, paths, backend, emergency }) => [
    name,
    { hosts, paths, backend, ...(emergency && { emergency }), tls: true },
  ]);
  const root = await projectOf(t, {
    "exposure:classes": { public: { default: true, defaultCertificate: "certificates/default" } },
    "exposure:services": Object.fromEntries(many),
  });
  const { text } = await render(["--stack", "x", "--failover", "all"], root);
  t.is(Object.keys(backends(text)).filter((name) => name.startsWith("service-")).length, 1000);
  t.is(Object.values(backends(text)).filter((name) => name?.endsWith("-standby")).length, 250);
});

/** An edge of one stack file, below an exposure project where that is given. */
async function edgeOf(
  t: ExecutionContext,
  config: Readonly<Record<string, unknown>>,
  exposure?: Readonly<Record<string, unknown>>,
): Promise<string> {
  const above = await temporaryFolder(t);
  const root = join(above, "stacks/haproxy-edge");
  await mkdir(root, { recursive: true });
  await writeFile(join(root, "Pulumi.yaml"), "name: haproxy-edge\n");
  await writeFile(join(root, "Pulumi.x.yaml"), stringify({ config }));
  if (exposure !== undefined) await writeFile(join(above, "Pulumi.x.yaml"), stringify({ config: exposure }));
  return root;
}

const edge = {
  "haproxy-edge:edge": {
    nodes: ["192.0.2.11", "192.0.2.12"],
    nodeSelector: { "example.com/edge": "haproxy" },
    defaultCertificate: "certificates/default",
  },
  "haproxy-edge:virtualIp": { address: "192.0.2.100/24", interface: "eth0", routerId: 51 },
  "haproxy-edge:vrrpSecret": { secure: "v1:abc" },
  "haproxy-edge:services": services,
  "haproxy-edge:failover": ["a"],
};
const behind = {
  "exposure:classes": {
    public: {
      default: true,
      nodeSelector: { "example.com/edge": "nginx" },
      proxyProtocol: { trustedAddresses: ["192.0.2.8/29"] },
    },
  },
};

for (const [args, expected] of [
  [["--only", "failover"], { a: "a-2", "a-canary": "a-2", b: "b", "b-canary": "b-2" }],
  [["--only", "b,c", "--failover", "b"], { b: "b-2", "b-canary": "b-2", c: "c" }],
] as const) {
  test.serial(
    `an edge without its exposure stack: render ${args.join(" ")} is these Ingresses`,
    async (t) => {
      const root = await edgeOf(t, edge);
      const { text } = await render(["--stack", "x", "--project", root, ...args]);
      t.deepEqual(backends(text), expected);
      t.true(
        text.startsWith(`# Stack x: ${Object.keys(expected).length} objects, haproxy-edge:failover `),
        text,
      );
    },
  );
}

test.serial("the whole edge twice is the same text, with its address and without a Secret", async (t) => {
  const root = await edgeOf(t, edge, behind);
  const first = await render(["--stack", "x", "--project", root]);
  t.is((await render(["--stack", "x", "--project", root])).text, first.text);
  const kinds = objectsIn(first.text).map(({ kind }) => kind);
  t.is(kinds.length, first.objects);
  t.is(kinds.filter((kind) => kind === "Ingress").length, 5);
  t.deepEqual(
    ["DaemonSet", "ConfigMap", "Secret"].map((kind) => kinds.filter((one) => one === kind).length),
    [1, 2, 0],
  );
  t.regex(first.text, /name: keepalived/);
  t.notRegex(first.text, /withheld/i);
  t.notRegex(first.text, /exposure\.dev\/virtual-ip/, "a fingerprint of it would replace the pods");
  t.regex(
    first.text,
    /^# 2 Secrets are left out \(the password of the statistics is in the state alone\)\.$/m,
  );
  const alone = await render(["--stack", "x", "--project", root, "--only", "failover"]);
  const documents = (text: string) => text.split(/^---$/m).slice(1);
  for (const document of documents(alone.text)) t.true(documents(first.text).includes(document), document);
});

const wayOut =
  "the exposure stack's, which an edge stack as a whole follows from: render its Ingresses alone (--only failover, or --only <service,…>)";

test.serial("the whole edge without its exposure stack's file is refused, with what works", async (t) => {
  const root = await edgeOf(t, { ...edge, "haproxy-edge:exposure": "organization/exposure/y" }, behind);
  await t.throwsAsync(render(["--stack", "x", "--project", root]), {
    instanceOf: UserError,
    message: `there is no ${join(root, "../..", "Pulumi.y.yaml")}, ${wayOut}`,
  });
});

test.serial(
  "the whole edge with an exposure stack's file that is encrypted is refused, with what works",
  async (t) => {
    const root = await edgeOf(t, edge, { ...behind, "exposure:context": { secure: "v1:abc" } });
    const error = await t.throwsAsync(render(["--stack", "x", "--project", root]), {
      instanceOf: UserError,
    });
    t.true(
      error.message.startsWith(`${join(root, "../..", "Pulumi.x.yaml")} cannot be read, ${wayOut}: `),
      error.message,
    );
  },
);

test.serial("an edge and an exposure stack that do not agree are refused as by the engine", async (t) => {
  const root = await edgeOf(t, { ...edge, "haproxy-edge:classes": { publik: false } }, behind);
  await t.throwsAsync(render(["--stack", "x", "--project", root]), {
    instanceOf: ConfigError,
    message: 'classes.publik: expected a class of the exposure stack, got "publik" (did you mean "public"?)',
  });
});

test.serial("an edge's Secrets are refused", async (t) => {
  const root = await edgeOf(t, edge, behind);
  await t.throwsAsync(render(["--stack", "x", "--project", root, "--secrets"]), {
    instanceOf: UserError,
    message:
      "--secrets: the password of the statistics is in the state alone, so leave it out: what the cluster has stays",
  });
});

for (const [args, message] of [
  [[], "--stack is missing"],
  [
    ["--stack", "nowhere"],
    "there is no Pulumi.nowhere.yaml: name a stack that has one with --stack, or a file with --file",
  ],
  [
    ["--stack", "prod", "--only", "shp"],
    '--only: expected "failover" or names of services, got "shp" (did you mean "shop"?)',
  ],
  [["--stack", "prod", "--otu", "x"], "Unknown option '--otu'"],
] as const) {
  test.serial(`refused: render ${args.join(" ")}`, async (t) => {
    const error = await t.throwsAsync(render(args), { instanceOf: UserError });
    t.true(error.message.startsWith(message), error.message);
  });
}

test.serial(
  "kinds of the controller's own come with Policies first, and with the command that defines them",
  async (t) => {
    const shop = {
      kind: "VirtualServer",
      hosts: ["shop.example"],
      backend: { service: "shop", port: 80 },
      emergency: { service: "shop-2" },
      allow: ["192.0.2.0/24"],
    };
    const config = {
      "exposure:classes": { public: { default: true, customResources: true } },
      "exposure:services": { shop, web: services.c },
    };
    const root = await projectOf(t, config);
    const { text } = await render(["--stack", "x", "--only", "failover", "--failover", "all"], root);
    t.deepEqual(
      objectsIn(text).map(({ kind }) => kind),
      ["Policy", "VirtualServer"],
    );
    const defined =
      "kubectl apply --server-side -f https://raw.githubusercontent.com/nginx/kubernetes-ingress/";
    t.true(text.includes(defined));
    t.true(text.includes("pass: emergency"));
    const { text: web } = await render(["--stack", "x", "--only", "web"], root);
    t.false(web.includes(defined));
  },
);
