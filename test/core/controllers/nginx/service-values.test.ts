import test from "ava";
import type { ClassArgs } from "../../../../core/model/class.ts";
import type { ServiceArgs } from "../../../../core/model/service.ts";
import { classOf, problemsOf, service } from "../fixtures.ts";

const nginxControllers = ["f5", "ingress-nginx"] as const;
type Case = readonly [string, Partial<ServiceArgs>, readonly string[], ClassArgs?];

const request = (value: string): Partial<ServiceArgs> => ({ headers: { request: { "X-A": value } } });
const requestOf = (code: string) => [`services.web.headers.request: ${code}`];

const cases: readonly Case[] = [
  ["variables of nginx", request(`a $host \${request_id}b $Http_X_B,$arg_c`), []],
  ["a lone dollar", request("5 $"), requestOf("malformed-variable")],
  ["an empty brace", request(`$\{}`), requestOf("malformed-variable")],
  ["an open brace", request(`$\{host`), requestOf("malformed-variable")],
  ["an unknown variable", request("$remote_adr"), requestOf("unknown-variable")],
  ["a capture", request("$1"), requestOf("unknown-variable")],
  ["a prefix alone", request("$cookie_"), requestOf("unknown-variable")],
  [
    "an unknown variable of a response",
    { headers: { response: { "X-A": "$nope" } } },
    ["services.web.headers.response: unknown-variable"],
  ],
  ["a name of 46 characters", { headers: { request: { ["x".repeat(46)]: "1" } } }, []],
  [
    "a name of 47 characters",
    { headers: { request: { ["x".repeat(47)]: "1" } } },
    requestOf("name-too-long"),
  ],
  [
    "a hidden name of 47 characters",
    { headers: { hide: ["x".repeat(47)] } },
    ["services.web.headers.hide: name-too-long"],
  ],
  ["a response's name of 47 characters", { headers: { response: { ["x".repeat(47)]: "1" } } }, []],
  [
    "a gRPC name of 47 characters",
    { protocol: "grpc", tls: true, headers: { request: { ["x".repeat(47)]: "1" } } },
    requestOf("name-too-long"),
  ],
  [
    "a host above a small bucket",
    { hosts: ["a.example", `${"a".repeat(40)}.example`] },
    ["services.web.hosts[1]: host-too-long"],
    { performance: { serverNamesHashBucketSize: 64 } },
  ],
  [
    "a wildcard's labels in a small bucket",
    { hosts: [`*.${"a".repeat(40)}.example`] },
    [],
    { performance: { serverNamesHashBucketSize: 64 } },
  ],
];

for (const controller of nginxControllers) {
  for (const [what, args, problems, classArgs] of cases) {
    test(`${controller}: ${what}`, (t) => {
      const spec = classOf(controller, { snippets: true, ...classArgs });
      t.deepEqual(problemsOf(spec, [service("web", args)]), problems);
    });
  }
}

const longHost = [...Array.from({ length: 3 }, () => "a".repeat(59)), "b".repeat(59)].join(".");

test("f5 keeps hosts in buckets of 256 bytes, ingress-nginx in buckets as large as its longest host", (t) => {
  const args = { hosts: [longHost] };
  t.is(longHost.length, 239);
  t.deepEqual(problemsOf(classOf("f5"), [service("web", args)]), ["services.web.hosts[0]: host-too-long"]);
  t.deepEqual(problemsOf(classOf("f5"), [service("web", { hosts: [longHost.slice(1)] })]), []);
  t.deepEqual(problemsOf(classOf("ingress-nginx"), [service("web", args)]), []);
});

test("raw keys and snippets make room", (t) => {
  const long = service("web", { headers: { request: { ["x".repeat(47)]: "1" } } });
  const f5 = { "http-snippets": "proxy_headers_hash_bucket_size 128;" };
  const nginx = { "proxy-headers-hash-bucket-size": "128" };
  t.deepEqual(problemsOf(classOf("f5", { configMap: f5 }), [long]), []);
  t.deepEqual(problemsOf(classOf("ingress-nginx", { snippets: true, configMap: nginx }), [long]), []);
});

test("a class's own snippets and templates define variables", (t) => {
  const own = service("web", request("$team $tier"));
  const snippet = "map $host $team { default a; }\nserver { set $tier b; }";
  const snippets = { snippets: true, configMap: { "http-snippets": snippet } };
  t.deepEqual(problemsOf(classOf("f5", snippets), [own]), []);
  t.deepEqual(problemsOf(classOf("f5", { snippets: true, templates: { main: "t.tmpl" } }), [own]), []);
});
