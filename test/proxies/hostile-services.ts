import type { IngressManifest } from "../../core/controllers/ingress.ts";
import { switchedObject } from "../../core/controllers/service-plan.ts";
import type { ClassControllerName } from "../../core/model/controllers.ts";
import { ConfigError } from "../../core/model/problems.ts";
import { parseStackConfig } from "../../core/stack/exposure-stack.ts";
import { exposurePlans } from "../../core/stack/service-plans.ts";
import { asIngress } from "../core/controllers/fixtures.ts";
import { memoryFiles } from "../core/memory-files.ts";

/** What an attacker, or an accident, puts where a plain word is expected. */
const hostile: readonly string[] = [
  "",
  "x",
  "a b",
  " a",
  "a'b",
  'a"b',
  "a\\",
  "a\\\\b",
  "a;b",
  "a{b}",
  "a}",
  "#a",
  "a # b",
  "$",
  "$host",
  "$nope",
  "$1",
  `$\{}`,
  `$\{host`,
  `\${host}`,
  "%[src]",
  "100%",
  "a,b",
  "a: b",
  "a=b",
  "a\nb",
  "a\r\nX: y",
  "a\tb",
  "a\0b",
  "a\u007fb",
  "a\u0085b",
  "a\u00a0b",
  "a\u202eb",
  "a\u2028b",
  "a\ufffeb",
  "a\ud800",
  "Zürich",
  "東京",
  "(.*)",
  "/(.*)",
  "/(.*)/([a-z]{2,3})",
  "/[^/]+\\.(png|jpg)$",
  "/(a+)+$",
  "/a{2}",
  "/\\d+(?:x|y)*?",
  "/(?=a)",
  "/a|/b",
  "/[[:alpha:]]",
  `/${"(a)".repeat(9)}`,
  `/${"(a)".repeat(330)}`,
  "/(a{1,100}){1,100}",
  "/",
  "/a",
  "/a.b-c_d~e",
  "/a b",
  "/%2e%2e",
  "/a;b",
  "/$1",
  "/\\1",
  `/${"a".repeat(990)}`,
  `/${"a".repeat(4096)}`,
  `/${"a.".repeat(499)}`,
  "x".repeat(46),
  "x".repeat(47),
  "x".repeat(64),
  "x".repeat(256),
  "x".repeat(4000),
  "x".repeat(4096),
  "x".repeat(70_000),
  "ü".repeat(2000),
  "example.com",
  "example.com:8080",
  "16k",
  "https://www.example/a?b=c&d=(e)#f%20g",
  `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(55)}`,
  `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(56)}`,
  `*.${"a".repeat(63)}.example`,
  "10.0.0.0/8",
  "::/0",
];

type Service = Readonly<Record<string, unknown>>;

/** A service with one of its strings given, for every string of a service that reaches a proxy. */
const fields: Readonly<Record<string, (value: string) => Service>> = {
  host: (value) => ({ hosts: [value] }),
  path: (value) => ({ paths: [{ path: value }] }),
  exactPath: (value) => ({ paths: [{ path: value, type: "Exact" }] }),
  rewrite: (value) => ({ paths: [{ path: "/a" }], rewrite: value }),
  expression: (value) => ({ paths: [{ path: value, type: "Regex" }] }),
  rewrittenExpression: (value) => ({ paths: [{ path: value, type: "Regex" }], rewrite: "/v1" }),
  rewriteOfExpression: (value) => ({ paths: [{ path: "/(a)/(.*)", type: "Regex" }], rewrite: value }),
  redirect: (value) => ({ redirect: { to: value } }),
  redirectPath: (value) => ({ redirect: { to: `https://www.example/${value}` } }),
  redirectKeptPath: (value) => ({ redirect: { to: `https://www.example/${value}`, keepPath: true } }),
  errorPage: (value) => ({ errorPages: { statuses: [502, 503], url: value } }),
  errorService: (value) => ({ errorPages: { statuses: [502, 503], service: value } }),
  appRoot: (value) => ({ appRoot: value }),
  upstreamHost: (value) => ({ upstreamHost: value }),
  buffers: (value) => ({ proxyBufferSize: value, proxyBuffers: { number: 8, size: value } }),
  requestValue: (value) => ({ headers: { request: { "X-A": value } } }),
  requestName: (value) => ({ headers: { request: { [value]: "a" } } }),
  responseValue: (value) => ({ headers: { response: { "X-A": value } } }),
  responseName: (value) => ({ headers: { response: { [value]: "a" } } }),
  hide: (value) => ({ headers: { hide: [value] } }),
  cookie: (value) => ({ sticky: { cookie: value } }),
  realm: (value) => ({ basicAuth: { secret: "users", realm: value } }),
  secret: (value) => ({ basicAuth: { secret: value } }),
  allow: (value) => ({ allow: [value] }),
  deny: (value) => ({ deny: [value] }),
  origin: (value) => ({ cors: { origins: [value] } }),
  originHost: (value) => ({ cors: { origins: [`https://${value}`] } }),
  corsHeader: (value) => ({ cors: { origins: ["https://a.example"], headers: [value] } }),
  exposedHeader: (value) => ({ cors: { origins: ["*"], exposeHeaders: [value] } }),
  rateHeader: (value) => ({ rateLimit: { requestsPerMinute: 10, header: value } }),
  cookiePath: (value) => ({ paths: [{ path: value }], sticky: { path: value } }),
  standbyRewrite: (value) => ({ emergency: { service: "page", rewrite: value } }),
  authUrl: (value) => ({ externalAuth: { url: value } }),
  authHost: (value) => ({ externalAuth: { url: `https://${value}/check` } }),
  authPath: (value) => ({ externalAuth: { service: { name: "auth", port: 80, path: value } } }),
  signIn: (value) => ({ externalAuth: { url: "https://a.example", signIn: `https://a.example/${value}` } }),
  authHeader: (value) => ({ externalAuth: { url: "https://a.example", responseHeaders: [value] } }),
  serverName: (value) => ({ protocol: "https", backendTls: { ca: "ca", serverName: value } }),
  authority: (value) => ({ tls: true, clientCertificate: { ca: value } }),
  ingress: (value) => ({ ingress: value }),
  namespace: (value) => ({ namespace: value }),
  backend: (value) => ({ backend: { service: value, port: "http" } }),
  port: (value) => ({ backend: { service: "web", port: value } }),
  retries: (value) => ({ retries: { on: [value] } }),
  read: (value) => ({ timeouts: { read: value } }),
  bodySize: (value) => ({ bodySize: value }),
  grpcRequestName: (value) => ({ protocol: "grpc", tls: true, headers: { request: { [value]: "a" } } }),
};

export interface Attempts {
  readonly refused: number;
  /** What would be sent to the cluster, and the value it holds. */
  readonly accepted: readonly { readonly attempt: string; readonly manifest: IngressManifest }[];
}

/** Every value in every field, as a stack of one service each. */
export function attemptsOn(controller: ClassControllerName): Attempts {
  const accepted: { attempt: string; manifest: IngressManifest }[] = [];
  let refused = 0;
  let host = 0;
  for (const [field, make] of Object.entries(fields)) {
    for (const value of hostile) {
      const web = {
        hosts: [`s${host++}.example`],
        backend: { service: "web", port: "http" },
        ...make(value),
      };
      const manifest = manifestOf(controller, web);
      if (manifest === undefined) refused++;
      else accepted.push({ attempt: `${field} ${JSON.stringify(value.slice(0, 40))}`, manifest });
    }
  }
  return { refused, accepted };
}

function manifestOf(controller: ClassControllerName, web: Service): IngressManifest | undefined {
  const classes = {
    public: { controller, snippets: true, default: true, defaultCertificate: "certs/default" },
  };
  try {
    const config = parseStackConfig({ classes, services: { web } }, memoryFiles({}));
    const [plan] = exposurePlans(config).services;
    return plan && asIngress(switchedObject(plan));
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
