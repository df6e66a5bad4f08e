import test from "ava";
import {
  changes,
  dataOf,
  type EdgeStacks,
  partners,
  type Secrets,
  startEdgeStacks,
  virtualIp,
  withPartners,
} from "./edge-stacks.ts";
import type { StackFile } from "./fixture.ts";

/** What edge and exposure stack refuse from each other and from their users, with both up and a third class. */
let stacks: EdgeStacks;

test.before(async () => {
  stacks = await startEdgeStacks("edge-refusals");
  await stacks.upExposure(partners(stacks));
  await stacks.upEdge(withPartners(stacks));
});
test.after.always(() => stacks?.engine.close());

/** Changes of class partners in the exposure stack, with the edge unchanged. */
const disagreeing: readonly [string, object, string][] = [
  [
    "PROXY protocol taken away",
    {},
    'classes.partners.proxyProtocol: the edge (stack "organization/haproxy-edge/test") sends class "partners" PROXY protocol from 192.0.2.11, 192.0.2.12, but the class would not expect it: set trustedAddresses to [192.0.2.11/32, 192.0.2.12/32], or first stop the edge from serving the class (set haproxy-edge:classes.partners to false and run `pulumi up` there)',
  ],
  [
    "one of the edge's nodes no longer trusted",
    { proxyProtocol: { trustedAddresses: ["192.0.2.11/32"] } },
    'classes.partners.proxyProtocol: the edge (stack "organization/haproxy-edge/test") sends class "partners" PROXY protocol from 192.0.2.12, but the class would trust only 192.0.2.11/32: add 192.0.2.12/32 to trustedAddresses, or first stop the edge from serving the class (set haproxy-edge:classes.partners to false and run `pulumi up` there)',
  ],
  [
    "every address trusted",
    { proxyProtocol: { trustedAddresses: ["0.0.0.0/0"] } },
    'classes.partners.proxyProtocol.trustedAddresses[0]: expected the addresses of the edge, got "0.0.0.0/0": a range this wide lets any client claim any address; use a prefix of 8 bits or more, preferably the nodes\' own addresses',
  ],
];

for (const [title, args, sentence] of disagreeing) {
  test.serial(`${title} is refused by the exposure stack itself, and nothing is changed`, async (t) => {
    for (const operation of ["preview", "up"] as const) {
      t.deepEqual(await stacks.engine.attempt(operation, { ...stacks.exposure, ...partners(stacks, args) }), [
        sentence,
      ]);
    }
    const data = await dataOf(stacks.engine, "configmap", "controller-config", "ingress-partners");
    t.deepEqual([data["use-proxy-protocol"], data["proxy-real-ip-cidr"]], ["true", "192.0.2.0/24"]);
  });
}

test.serial(
  "PROXY protocol expected before the edge sends it is refused by the exposure stack",
  async (t) => {
    const classes = stacks.exposure["exposure:classes"] as Readonly<Record<string, object>>;
    const proxyProtocol = { trustedAddresses: ["192.0.2.0/24"] };
    const changed = { "exposure:classes": { ...classes, public: { ...classes.public, proxyProtocol } } };
    const [sentence = "", ...others] = await stacks.engine.attempt("preview", {
      ...stacks.exposure,
      ...changed,
    });
    t.deepEqual(others, []);
    t.regex(sentence, /^classes\.public\.proxyProtocol: the edge .* sends class "public" no PROXY protocol/);
  },
);

const unproxied = { public: { proxyProtocol: false }, internal: false, partners: false };
const nodes = { nodes: ["192.0.2.11", "192.0.2.12"] };
const shared = { "haproxy-edge:virtualIp": virtualIp };
const wayOut = "run `pulumi config set --secret haproxy-edge:vrrpSecret <8 random letters and digits>`";

const bad: readonly [string, StackFile, string, Secrets?][] = [
  [
    "two classes on one port",
    { "haproxy-edge:classes": { ...unproxied, internal: { http: 80, https: 8444, proxyProtocol: false } } },
    "classes.public.http: port 80 of the edge is already taken by HTTP of class internal, so HTTP of class public cannot use it: set another port",
  ],
  [
    "an edge on the nodes of a class",
    { "haproxy-edge:edge": { ...nodes, nodeSelector: { "exposure.dev/edge": "public" } } },
    'edge.nodeSelector: a node can match the node selectors of both the edge (kubernetes.io/os=linux, exposure.dev/edge=public) and class "public" (exposure.dev/edge=public, kubernetes.io/os=linux), and both use port 80 (',
  ],
  [
    "an address outside the nodes' subnet",
    { "haproxy-edge:virtualIp": { ...virtualIp, address: "198.51.100.7/24" } },
    "virtualIp.address: 198.51.100.7/24 is not in the subnet of the edge's nodes 192.0.2.11, 192.0.2.12, so clients could not reach it there: use an address and prefix of the nodes' own subnet",
    { "haproxy-edge:vrrpSecret": "Xk3vQ9wz" },
  ],
  ["a missing password of the address", shared, `vrrpSecret: is missing, but virtualIp needs it: ${wayOut}`],
  [
    "a weak password of the address",
    shared,
    `vrrpSecret: is weak: use at least 6 different characters of two kinds (a-z, A-Z, 0-9); ${wayOut}`,
    { "haproxy-edge:vrrpSecret": "password" },
  ],
  [
    "a password of the address in plain",
    { ...shared, "haproxy-edge:vrrpSecret": "Xk3vQ9wz" },
    `vrrpSecret: is in plain text in the stack file: choose another and have Pulumi encrypt it; ${wayOut}`,
  ],
  [
    "a class named that is not there",
    { "haproxy-edge:classes": { publik: false } },
    'classes.publik: expected a class of the exposure stack, got "publik" (did you mean "public"?)',
  ],
  [
    "a key mistyped",
    { "haproxy-edge:edges": {} },
    'haproxy-edge:edges: unknown key, did you mean "haproxy-edge:edge"?',
  ],
  [
    "another stack that is not there",
    { "haproxy-edge:exposure": "organization/exposure/prod" },
    'there is no stack "organization/exposure/prod": run `pulumi up` on it first, or set haproxy-edge:exposure to the full name of another; nothing was changed',
  ],
  [
    "a stack that is no exposure stack",
    { "haproxy-edge:exposure": "organization/haproxy-edge/test" },
    "the referenced stack's outputs lack logDirectories: run `pulumi up` on it once more",
  ],
];

for (const [title, changed, sentence, secrets] of bad) {
  test.serial(`${title} is refused in one sentence, and nothing is changed`, async (t) => {
    const base = { "haproxy-edge:classes": unproxied };
    const [first = "", ...others] = await stacks.refused({ ...base, ...changed }, "up", secrets);
    t.deepEqual(others, []);
    t.true(first.includes(sentence), first);
    t.is((await stacks.tcpServices())["8082"], "ingress-partners/haproxy-edge:80");
  });
}

test.serial("a class that expects PROXY protocol and gets none is refused", async (t) => {
  const classes = {
    ...(stacks.edge["haproxy-edge:classes"] as object),
    partners: { http: 8082, https: 8445, proxyProtocol: false },
  };
  t.deepEqual(await stacks.refused({ "haproxy-edge:classes": classes }), [
    'classes.partners.proxyProtocol: class "partners" expects PROXY protocol, but the edge is configured not to send it: leave this out, or remove proxyProtocol from the class in the exposure stack',
  ]);
});

test.serial("an Ingress of the exposure stack is not created a second time", async (t) => {
  const web = { hosts: ["web.example"], backend: { service: "web", port: "http" } };
  t.deepEqual(await stacks.refused({ "haproxy-edge:services": { web }, "haproxy-edge:classes": unproxied }), [
    'services.web.ingress: Ingress "web" in namespace "default" already belongs to service "web" of the exposure stack: choose another name for the Ingress of service "web"',
  ]);
});

test.serial("outputs of a newer exposure than this copy knows are refused", async (t) => {
  const stack = await stacks.engine.open("exposure", stacks.exposure);
  const state = await stack.exportStack();
  const text = JSON.stringify(state);
  const version = /"version":1(?=[,}])/g;
  t.is([...text.matchAll(version)].length, 1, "only the outputs' own version is changed");
  await stack.importStack(JSON.parse(text.replace(version, '"version":2')));
  t.deepEqual(await stacks.refused({}), [
    "the referenced stack exports exposure outputs of version 2, this reader knows up to 1: update this project's copy of exposure",
  ]);
  await stack.importStack(state);
});

test.serial(
  "a class that the edge no longer serves may change, and so may one of another edge",
  async (t) => {
    const plain = { ...stacks.exposure, ...partners(stacks, {}) };
    const elsewhere = { "exposure:edge": "organization/haproxy-edge/other" };
    const { stdout } = await (await stacks.engine.open("exposure", { ...plain, ...elsewhere })).preview();
    t.regex(
      stdout,
      /warning: there is no stack "organization\/haproxy-edge\/other": no class was held against the edge's PROXY protocol/,
    );
    const without = {
      "haproxy-edge:classes": { ...(stacks.edge["haproxy-edge:classes"] as object), partners: false },
    };
    const { delete: gone } = changes((await stacks.upEdge(without)).summary.resourceChanges);
    t.is(gone, 1);
    t.deepEqual(await stacks.engine.attempt("preview", plain), []);
  },
);
