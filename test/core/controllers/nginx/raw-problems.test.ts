import test from "ava";
import { classControllers } from "../../../../core/controllers/registry.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import type { ServiceSpec } from "../../../../core/model/service.ts";
import { told } from "../../../told-problems.ts";
import { resolveClass } from "../../resolve-class.ts";
import { service } from "../fixtures.ts";

function problemsOf(args: ClassArgs, services: readonly ServiceSpec[] = []): readonly string[] {
  const spec = resolveClass("public", args);
  return told(classControllers[spec.controller].configuration.problems(spec, services));
}

const refused: readonly (readonly [string, ClassArgs, string])[] = [
  ["a mistyped key", { configMap: { "keepalive-time-out": "1" } }, "keepalive-time-out: unknown-key"],
  ["a key of the other dialect", { configMap: { "use-gzip": "true" } }, "use-gzip: unknown-key"],
  ["a key of NGINX Plus", { configMap: { "zone-sync": "true" } }, "zone-sync: nginx-plus-key"],
  [
    "a raw key against a knob",
    { performance: { http2: true }, configMap: { http2: "false" } },
    "http2: undoes-setting",
  ],
  [
    "a raw key against the log files",
    { logs: { to: "file" }, configMap: { "access-log-off": "true" } },
    "access-log-off: undoes-setting",
  ],
  [
    "PROXY protocol past its knob",
    { configMap: { "proxy-protocol": "true" } },
    "proxy-protocol: has-typed-setting",
  ],
  [
    "PROXY protocol past its knob, on ingress-nginx",
    { controller: "ingress-nginx", configMap: { "use-proxy-protocol": "true" } },
    "use-proxy-protocol: has-typed-setting",
  ],
  [
    "every address trusted past the knob",
    {
      proxyProtocol: { trustedAddresses: ["192.0.2.11/32"] },
      configMap: { "set-real-ip-from": "0.0.0.0/0" },
    },
    "set-real-ip-from: trusts-everybody",
  ],
  [
    "others trusted past the knob",
    {
      proxyProtocol: { trustedAddresses: ["192.0.2.11/32"] },
      configMap: { "set-real-ip-from": "192.0.2.0/24" },
    },
    "set-real-ip-from: undoes-setting",
  ],
  [
    "a raw shutdown timeout",
    { configMap: { "worker-shutdown-timeout": "5m" } },
    "worker-shutdown-timeout: undoes-setting",
  ],
  [
    "a directive the template writes",
    { configMap: { "http-snippets": "keepalive_timeout 5s;" } },
    "http-snippets: directive-twice",
  ],
  [
    "a directive a knob writes",
    {
      performance: { keepAliveMinTimeout: "9s" },
      configMap: { "http-snippets": "keepalive_min_timeout 1s;" },
    },
    "http-snippets: directive-twice",
  ],
  [
    "a directive the template writes for a profile",
    { performance: { profile: "high" }, configMap: { "main-snippets": "worker_rlimit_nofile 65535;" } },
    "main-snippets: directive-twice",
  ],
  [
    "a directive the template writes for a knob",
    {
      performance: { workerCpuAffinity: "auto" },
      configMap: { "main-snippets": "worker_cpu_affinity auto;" },
    },
    "main-snippets: directive-twice",
  ],
  [
    "a directive the template writes for a raw key",
    { configMap: { "client-body-buffer-size": "16k", "http-snippets": "client_body_buffer_size 32k;" } },
    "http-snippets: directive-twice",
  ],
  [
    "TLS versions beside the class's own",
    { tls: { minVersion: "TLSv1.3" }, configMap: { "http-snippets": "ssl_protocols TLSv1.2;" } },
    "http-snippets: directive-twice",
  ],
  [
    "ciphers beside the class's own",
    { tls: { ciphers: "HIGH" }, configMap: { "http-snippets": "ssl_ciphers HIGH;" } },
    "http-snippets: directive-twice",
  ],
  [
    "a directive in servers beside its knob",
    { performance: { http2: true }, configMap: { "server-snippets": "http2 on;" } },
    "server-snippets: directive-twice",
  ],
  [
    "a directive that F5's template writes into each location",
    { configMap: { "location-snippets": "proxy_set_header X-Edge 1;\nproxy_read_timeout 5s;" } },
    "location-snippets: directive-twice",
  ],
  [
    "one that it writes for a knob",
    {
      performance: { proxyBuffers: { number: 8, size: "16k" } },
      configMap: { "location-snippets": "proxy_buffers 4 8k;" },
    },
    "location-snippets: directive-twice",
  ],
  [
    "a directive that ingress-nginx's template writes into each location",
    { controller: "ingress-nginx", configMap: { "location-snippet": "proxy_next_upstream off;" } },
    "location-snippet: directive-twice",
  ],
  [
    "a directive beside the trusted addresses, on ingress-nginx",
    {
      controller: "ingress-nginx",
      proxyProtocol: { trustedAddresses: ["192.0.2.11/32"] },
      configMap: { "http-snippet": "real_ip_recursive off;" },
    },
    "http-snippet: directive-twice",
  ],
  [
    "one of several directives that come with a key, on ingress-nginx",
    { controller: "ingress-nginx", configMap: { "use-gzip": "true", "http-snippet": "gzip_comp_level 5;" } },
    "http-snippet: directive-twice",
  ],
  [
    "affinity beside its knob, on ingress-nginx",
    {
      controller: "ingress-nginx",
      performance: { workerCpuAffinity: "auto" },
      configMap: { "main-snippet": "worker_cpu_affinity auto;" },
    },
    "main-snippet: directive-twice",
  ],
];

for (const [title, args, problem] of refused) {
  test(`refused: ${title}`, (t) => {
    t.deepEqual(problemsOf(args), [`classes.public.configMap.${problem}`]);
  });
}

const accepted: readonly (readonly [string, ClassArgs])[] = [
  ["a raw key over a profile's", { performance: { profile: "high" }, configMap: { keepalive: "32" } }],
  ["a raw key equal to a knob's", { performance: { http2: true }, configMap: { http2: "true" } }],
  [
    "the template's directive inside a block",
    { configMap: { "http-snippets": "server { keepalive_timeout 5s; }" } },
  ],
  [
    "the template's directive in a comment",
    { configMap: { "http-snippets": "# keepalive_timeout 5s;\ngzip on;" } },
  ],
  [
    "a directive the template would write for a key that is not set",
    { configMap: { "main-snippets": "worker_rlimit_nofile 65535;", "http-snippets": "ssl_ciphers HIGH;" } },
  ],
  [
    "a directive the template would write for a key that is off",
    { controller: "ingress-nginx", configMap: { "use-gzip": "false", "http-snippet": "gzip on;" } },
  ],
  [
    "a body size where no service speaks gRPC",
    { configMap: { "http-snippets": "client_max_body_size 20m;" } },
  ],
  [
    "another access log",
    { logs: { to: "both" }, configMap: { "http-snippets": "access_log /dev/null main;" } },
  ],
  [
    "silence of the default server",
    { logs: { to: "file" }, configMap: { "default-server-access-log-off": "true" } },
  ],
];

for (const [title, args] of accepted) {
  test(`accepted: ${title}`, (t) => {
    t.deepEqual(problemsOf(args), []);
  });
}

const besideServices: readonly (readonly [string, ClassArgs, string])[] = [
  [
    "the body size of gRPC",
    { configMap: { "http-snippets": "client_max_body_size 20m;" } },
    "http-snippets: directive-twice",
  ],
  ["HTTP/2", { configMap: { "server-snippets": "http2 on;" } }, "server-snippets: directive-twice"],
  ["gRPC, which needs HTTP/2,", { configMap: { http2: "false" } }, "http2: undoes-setting"],
  [
    "gRPC, which needs HTTP/2 on ingress-nginx too,",
    { controller: "ingress-nginx", configMap: { "use-http2": "false" } },
    "use-http2: undoes-setting",
  ],
];

for (const [title, args, problem] of besideServices) {
  test(`a raw key is refused only beside ${title} of the class's services`, (t) => {
    const rpc = service("rpc", { tls: true, protocol: "grpc", bodySize: "16m" });
    t.deepEqual(problemsOf(args, [rpc]), [`classes.public.configMap.${problem}`]);
    t.deepEqual(problemsOf(args), []);
  });
}

for (const [controller, key] of [
  ["f5", "location-snippets"],
  ["ingress-nginx", "location-snippet"],
] as const) {
  test(`${controller}: a location's directive is refused beside a service's line with it`, (t) => {
    const args: ClassArgs = { controller, snippets: true, configMap: { [key]: "client_body_timeout 5m;" } };
    const rpc = service("rpc", { tls: true, protocol: "grpc", timeouts: { read: "2h" } });
    t.deepEqual(problemsOf(args, [rpc]), [`classes.public.configMap.${key}: directive-twice`]);
    t.deepEqual(problemsOf(args), []);
    // Of one that may be there twice, a service's own line is one more.
    const headers = { request: { "X-Tenant": "$host" } };
    const twice = { ...args, configMap: { [key]: 'proxy_set_header X-Edge "1";' } };
    t.deepEqual(problemsOf(twice, [service("web", { headers })]), []);
  });
}
