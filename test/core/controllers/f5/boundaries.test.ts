import test from "ava";
import { boundaryPiece } from "../../../../core/controllers/f5/boundaries.ts";
import { f5Configuration } from "../../../../core/controllers/f5/configuration.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import type { ServiceArgs, ServiceSpec } from "../../../../core/model/service.ts";
import { told } from "../../../told-problems.ts";
import { classOf, hostless, seedServices, service } from "../fixtures.ts";

const grpc = { protocol: "grpc", tls: true } as const;
const on = (host: string, args: Partial<ServiceArgs> = {}) =>
  service(host.replace("*", "any"), { hosts: [host], ...args });

function piece(services: readonly ServiceSpec[], args: ClassArgs = {}) {
  const { http = [], server = [] } = boundaryPiece(classOf("f5", args), services);
  return { http, server };
}

const nothing = { http: [], server: [] };

function closed(names: string, ...lines: readonly string[]) {
  const body = [...lines, `server_name ${names};`, "server_tokens off;", "return 404;"];
  return `server {\n${body.map((line) => `  ${line}\n`).join("")}}`;
}

const http = ["listen 80;", "listen [::]:80;"];
const https = ["listen 443 ssl;", "listen [::]:443 ssl;", "ssl_reject_handshake on;"];
const deepHosts = {
  http: [
    'map $server_name|$host $exposure_deep_host {\n  default 0;\n  "~^\\*(\\.[^|]+)\\|[^.]+\\1$" 0;\n  "~^\\*\\." 1;\n}',
  ],
  server: ["if ($exposure_deep_host) { return 404; }"],
};

test("F5's own servers suffice for hosts of their own, and where HTTP serves every host", (t) => {
  t.deepEqual(piece([]), nothing);
  t.deepEqual(piece([on("a.example"), on("b.example", { tls: true }), on("c.example", grpc)]), nothing);
  t.deepEqual(piece([hostless("web")]), nothing);
});

test("gRPC on every host leaves port 80 without a default server: a first server answers 404 there", (t) => {
  t.deepEqual(piece([hostless("rpc", grpc)]), { http: [closed("exposure.invalid", ...http)], server: [] });
  t.deepEqual(piece([hostless("rpc", grpc), hostless("web", { paths: [{ path: "/web" }] })]), nothing);
});

test("a host without TLS beside services for every host, or a wildcard with TLS, is closed on HTTPS", (t) => {
  const plain = [on("b.shop.example"), on("a.shop.example")];
  const expected = closed("a.shop.example b.shop.example", ...https);
  t.deepEqual(piece([...plain, hostless("web")]).http, [expected]);
  t.deepEqual(piece([...plain, on("*.shop.example", { tls: true })]).http, [expected, ...deepHosts.http]);
  t.deepEqual(piece([...plain, on("*.shop.example")]), deepHosts);
  t.deepEqual(piece([...plain, on("*.other.example", { tls: true })]), deepHosts);
});

test("a wildcard without TLS inside a wider one with TLS is closed on HTTPS too, never by itself", (t) => {
  const wider = on("*.shop.example", { tls: true });
  t.deepEqual(piece([wider, on("*.eu.shop.example")]).http, [
    closed("*.eu.shop.example", ...https),
    ...deepHosts.http,
  ]);
  t.deepEqual(piece([wider]), deepHosts);
});

test("a host of gRPC alone beside HTTP for a wildcard or every host is closed on HTTP", (t) => {
  const rpc = on("rpc.shop.example", grpc);
  const expected = closed("rpc.shop.example", ...http);
  t.deepEqual(piece([rpc, on("*.shop.example")]).http, [expected, ...deepHosts.http]);
  t.deepEqual(piece([rpc, hostless("web")]).http, [expected]);
  t.deepEqual(piece([rpc, on("*.shop.example", grpc)]), deepHosts);
  const mixed = service("web", { hosts: ["rpc.shop.example"], paths: [{ path: "/web" }], tls: true });
  t.deepEqual(piece([rpc, mixed, hostless("other")]), nothing);
});

test("a gRPC host with an issuer stays free for cert-manager's own server, and reaches no wider one", (t) => {
  const rpc = on("rpc.shop.example", { protocol: "grpc", tls: { clusterIssuer: "letsencrypt" } });
  const expected = (names: string) =>
    `map $scheme|$host|$server_name $exposure_closed_host {\n  default 0;\n  "~^http\\|rpc\\.shop\\.example\\|(${names})$" 1;\n}`;
  const check = "if ($exposure_closed_host) { return 404; }";
  t.deepEqual(piece([rpc, hostless("web")]), { http: [expected("_")], server: [check] });
  t.deepEqual(piece([rpc, on("*.shop.example", { tls: true }), hostless("web")]), {
    http: [...deepHosts.http, expected("\\*\\.shop\\.example|_")],
    server: [...deepHosts.server, check],
  });
  t.deepEqual(piece([rpc]), nothing);
});

test("the closed servers listen as the class does", (t) => {
  const args = {
    expose: { http: 8080, https: 8443 },
    proxyProtocol: { trustedAddresses: ["192.0.2.1/32"] },
  } as const;
  t.deepEqual(piece([hostless("rpc", grpc), on("plain.example")], args).http, [
    closed("exposure.invalid", "listen 8080 proxy_protocol;", "listen [::]:8080 proxy_protocol;"),
    closed(
      "plain.example",
      "listen 8443 ssl proxy_protocol;",
      "listen [::]:8443 ssl proxy_protocol;",
      "ssl_reject_handshake on;",
    ),
  ]);
  t.deepEqual(piece([hostless("rpc", grpc)], { expose: { as: "nodePort" } }).http, [
    closed("exposure.invalid", ...http),
  ]);
});

test("net.core.somaxconn becomes the backlog of both ports, which F5's templates do not set", (t) => {
  const sysctls = { "net.core.somaxconn": "4096" };
  const expected = [
    closed("exposure.invalid", "listen 80 backlog=4096;", "listen [::]:80 backlog=4096;"),
    closed(
      "exposure.invalid",
      "listen 443 ssl backlog=4096;",
      "listen [::]:443 ssl backlog=4096;",
      "ssl_reject_handshake on;",
    ),
  ];
  t.deepEqual(piece([], { sysctls }).http, expected);
  t.deepEqual(piece([hostless("rpc", grpc)], { sysctls }).http, expected);
  t.deepEqual(piece([], { sysctls, templates: { ingress: "own.tmpl" } }), nothing);
  t.deepEqual(piece([], { sysctls: { "net.ipv4.tcp_fin_timeout": "15" } }), nothing);
});

test("the seed's services: port 80 is closed to strangers, its plain host on HTTPS, and raw blocks may be added", (t) => {
  t.deepEqual(piece(seedServices), {
    http: [closed("exposure.invalid", ...http), closed("hello-world.example", ...https)],
    server: [],
  });
  const raw = { "http-snippets": "map $uri $x { default 1; }\nserver { listen 81; }" };
  t.deepEqual(told(f5Configuration.problems(classOf("f5", { configMap: raw }), seedServices)), []);
  const rawServer = { "server-snippets": "if ($http_x) { return 403; }" };
  t.deepEqual(
    told(f5Configuration.problems(classOf("f5", { configMap: rawServer }), [on("*.shop.example")])),
    [],
  );
});
