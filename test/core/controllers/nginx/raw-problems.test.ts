import test from "ava";
import { classControllers } from "../../../../core/controllers/registry.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import type { ServiceSpec } from "../../../../core/model/service.ts";
import { resolveClass } from "../../resolve-class.ts";
import { service } from "../fixtures.ts";

function messages(args: ClassArgs, services: readonly ServiceSpec[] = []): readonly string[] {
  const spec = resolveClass("public", args);
  return classControllers[spec.controller].configuration
    .problems(spec, services)
    .map(({ path, message }) => `${path}: ${message}`);
}

const refused: readonly (readonly [string, ClassArgs, RegExp])[] = [
  [
    "a mistyped key",
    { configMap: { "keepalive-time-out": "1" } },
    /is no key of F5 .*did you mean "keepalive-timeout"/,
  ],
  [
    "a key of the other dialect",
    { configMap: { "use-gzip": "true" } },
    /is no key of F5 NGINX Ingress Controller/,
  ],
  ["a key of NGINX Plus", { configMap: { "zone-sync": "true" } }, /is for NGINX Plus/],
  [
    "a raw key against a knob",
    { performance: { http2: true }, configMap: { http2: "false" } },
    /would undo performance\.http2/,
  ],
  [
    "a raw key against the log files",
    { logs: { to: "file" }, configMap: { "access-log-off": "true" } },
    /would undo logs/,
  ],
  [
    "PROXY protocol past its knob",
    { configMap: { "proxy-protocol": "true" } },
    /is what the class' proxyProtocol sets, with the addresses to trust; set that, since an edge in front/,
  ],
  [
    "PROXY protocol past its knob, on ingress-nginx",
    { controller: "ingress-nginx", configMap: { "use-proxy-protocol": "true" } },
    /is what the class' proxyProtocol sets/,
  ],
  [
    "everybody trusted past the knob",
    {
      proxyProtocol: { trustedAddresses: ["192.0.2.11/32"] },
      configMap: { "set-real-ip-from": "0.0.0.0/0" },
    },
    /would undo proxyProtocol/,
  ],
  ["a raw shutdown timeout", { configMap: { "worker-shutdown-timeout": "5m" } }, /would undo drain\.timeout/],
  [
    "a directive the template writes",
    { configMap: { "http-snippets": "keepalive_timeout 5s;" } },
    /refuses keepalive_timeout twice.*performance\.keepAliveTimeout/,
  ],
  [
    "a directive a knob writes",
    {
      performance: { keepAliveMinTimeout: "9s" },
      configMap: { "http-snippets": "keepalive_min_timeout 1s;" },
    },
    /refuses keepalive_min_timeout twice/,
  ],
  [
    "a directive the template writes for a profile",
    { performance: { profile: "high" }, configMap: { "main-snippets": "worker_rlimit_nofile 65535;" } },
    /main-snippets: nginx refuses worker_rlimit_nofile twice, and the template writes it for the key worker-rlimit-nofile; set performance\.workerOpenFiles instead$/,
  ],
  [
    "a directive the template writes for a knob",
    {
      performance: { workerCpuAffinity: "auto" },
      configMap: { "main-snippets": "worker_cpu_affinity auto;" },
    },
    /refuses worker_cpu_affinity twice.*set performance\.workerCpuAffinity instead$/,
  ],
  [
    "a directive the template writes for a raw key",
    { configMap: { "client-body-buffer-size": "16k", "http-snippets": "client_body_buffer_size 32k;" } },
    /refuses client_body_buffer_size twice.*for the key client-body-buffer-size; remove it here$/,
  ],
  [
    "TLS versions beside their knob",
    { performance: { sslProtocols: ["TLSv1.3"] }, configMap: { "http-snippets": "ssl_protocols TLSv1.2;" } },
    /refuses ssl_protocols twice.*set performance\.sslProtocols instead$/,
  ],
  [
    "ciphers beside their knob",
    { performance: { sslCiphers: "HIGH" }, configMap: { "http-snippets": "ssl_ciphers HIGH;" } },
    /refuses ssl_ciphers twice.*set performance\.sslCiphers instead$/,
  ],
  [
    "a directive in servers beside its knob",
    { performance: { http2: true }, configMap: { "server-snippets": "http2 on;" } },
    /server-snippets: nginx refuses http2 twice.*set performance\.http2 instead$/,
  ],
  [
    "a directive beside the trusted addresses, on ingress-nginx",
    {
      controller: "ingress-nginx",
      proxyProtocol: { trustedAddresses: ["192.0.2.11/32"] },
      configMap: { "http-snippet": "real_ip_recursive off;" },
    },
    /refuses real_ip_recursive twice.*for the key use-proxy-protocol; remove it here$/,
  ],
  [
    "one of several directives that come with a key, on ingress-nginx",
    { controller: "ingress-nginx", configMap: { "use-gzip": "true", "http-snippet": "gzip_comp_level 5;" } },
    /refuses gzip_comp_level twice.*for the key use-gzip; remove it here$/,
  ],
  [
    "affinity beside its knob, on ingress-nginx",
    {
      controller: "ingress-nginx",
      performance: { workerCpuAffinity: "auto" },
      configMap: { "main-snippet": "worker_cpu_affinity auto;" },
    },
    /refuses worker_cpu_affinity twice.*set performance\.workerCpuAffinity instead$/,
  ],
];

for (const [title, args, expected] of refused) {
  test(`refused: ${title}`, (t) => {
    t.is(messages(args).length, 1);
    t.regex(messages(args)[0] ?? "", expected);
    t.regex(messages(args)[0] ?? "", /^classes\.public\.configMap\./);
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
    t.deepEqual(messages(args), []);
  });
}

const besideServices: readonly (readonly [string, ClassArgs, RegExp])[] = [
  [
    "the body size of gRPC",
    { configMap: { "http-snippets": "client_max_body_size 20m;" } },
    /http-snippets: nginx refuses client_max_body_size twice, and the typed settings of the class or its services write it; remove it here$/,
  ],
  [
    "HTTP/2",
    { configMap: { "server-snippets": "http2 on;" } },
    /server-snippets: nginx refuses http2 twice, and the template writes it for the key http2; set performance\.http2 instead$/,
  ],
  [
    "gRPC, which needs HTTP/2,",
    { configMap: { http2: "false" } },
    /configMap\.http2: would undo HTTP\/2, which the class' gRPC services need; remove one of the two$/,
  ],
  [
    "gRPC, which needs HTTP/2 on ingress-nginx too,",
    { controller: "ingress-nginx", configMap: { "use-http2": "false" } },
    /configMap\.use-http2: would undo HTTP\/2, which the class' gRPC services need; remove one of the two$/,
  ],
];

for (const [title, args, expected] of besideServices) {
  test(`a raw key is refused beside ${title} that services ask for, and only then`, (t) => {
    const found = messages(args, [service("rpc", { tls: true, protocol: "grpc", bodySize: "16m" })]);
    t.is(found.length, 1);
    t.regex(found[0] ?? "", expected);
    t.deepEqual(messages(args), []);
  });
}
