import test from "ava";
import { configProblems, renderConfigMap } from "../../../../core/controllers/nginx/config-map.ts";
import { demandProblems } from "../../../../core/controllers/nginx/knob-problems.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import type { ClassDemands } from "../../../../core/model/demands.ts";
import { resolveClass } from "../../resolve-class.ts";

const spec = (args: ClassArgs = {}) => resolveClass("public", args);
const legacy = (args: ClassArgs = {}) => spec({ controller: "ingress-nginx", ...args });
const demands = (over: Partial<ClassDemands>): ClassDemands => ({ http2: false, hostless: false, ...over });
const messages = (args: ClassArgs) =>
  configProblems(spec(args)).map(({ path, message }) => `${path}: ${message}`);

test("F5 by default: how long a worker may drain, and its log; nothing else is touched", (t) => {
  t.deepEqual(Object.keys(renderConfigMap(spec())), [
    "error-log-level",
    "log-format",
    "log-format-escaping",
    "worker-shutdown-timeout",
  ]);
  t.is(renderConfigMap(spec({ drain: { timeout: "90s" } }))["worker-shutdown-timeout"], "90s");
});

test("ingress-nginx by default: the same, and no HSTS that no service asked for", (t) => {
  t.deepEqual(Object.keys(renderConfigMap(legacy())), [
    "error-log-level",
    "hsts",
    "log-format-escape-json",
    "log-format-upstream",
    "worker-shutdown-timeout",
  ]);
  t.is(renderConfigMap(legacy()).hsts, "false");
});

test("the high profile of F5, key by key", (t) => {
  const data = renderConfigMap(spec({ performance: { profile: "high" }, logs: { format: "text" } }));
  const { "log-format": _format, ...rest } = data;
  t.deepEqual(rest, {
    "error-log-level": "warn",
    "http-snippets": "keepalive_min_timeout 10s;",
    keepalive: "320",
    "keepalive-requests": "10000",
    "log-format-escaping": "default",
    "worker-connections": "8192",
    "worker-rlimit-nofile": "17408",
    "worker-shutdown-timeout": "60s",
  });
});

test("the high profile has no problem in either dialect, and a knob of one's own goes over it", (t) => {
  const performance = { profile: "high", upstreamKeepAlive: 7 } as const;
  t.deepEqual(configProblems(spec({ performance })), []);
  t.deepEqual(configProblems(legacy({ performance })), []);
  t.is(renderConfigMap(spec({ performance })).keepalive, "7");
  t.is(renderConfigMap(legacy({ performance }))["upstream-keepalive-connections"], "7");
});

test("keys come sorted, and a raw key goes over a derived one", (t) => {
  const data = renderConfigMap(spec({ configMap: { "error-log-level": "info", "add-header": "X: y" } }));
  t.deepEqual(Object.keys(data), Object.keys(data).toSorted());
  t.is(data["error-log-level"], "info");
  t.is(data["add-header"], "X: y");
});

test("raw snippets follow the derived lines, in both dialects", (t) => {
  const raw = "gzip on;\n";
  t.is(
    renderConfigMap(
      spec({ performance: { clientHeaderTimeout: "5s" }, configMap: { "http-snippets": raw } }),
    )["http-snippets"],
    "client_header_timeout 5s;\ngzip on;",
  );
  t.is(renderConfigMap(legacy({ configMap: { "http-snippet": raw } }))["http-snippet"], "gzip on;");
});

test("F5's gRPC locations take their body size from http, where no other location looks", (t) => {
  const performance = { clientMaxBodySize: "1g" } as const;
  const data = renderConfigMap(spec({ performance }), demands({ http2: true, grpcBodySize: "16m" }));
  t.is(data["http-snippets"], "client_max_body_size 16m;");
  t.is(data["client-max-body-size"], "1024m");
  t.is(data.http2, "true");
  t.is(renderConfigMap(spec({ performance }))["http-snippets"], undefined);
});

test("ingress-nginx serves gRPC with HTTP/2 and body sizes as it is", (t) => {
  const data = renderConfigMap(legacy(), demands({ http2: true, grpcBodySize: "16m" }));
  t.is(data["http-snippet"], undefined);
  t.is(data["use-http2"], "true");
});

test("a service without host is the default server: to silence that is a problem then, and only then", (t) => {
  const silent = spec({ configMap: { "default-server-access-log-off": "true" } });
  t.is(demandProblems(silent, demands({ hostless: true })).length, 1);
  t.deepEqual(demandProblems(silent, demands({})), []);
  t.deepEqual(demandProblems(spec(), demands({ hostless: true })), []);
});

test("PROXY protocol is taken from the trusted addresses alone, in both dialects", (t) => {
  const proxyProtocol = { trustedAddresses: ["10.0.0.1/32", "10.0.0.2/32"] };
  t.like(renderConfigMap(spec({ proxyProtocol })), {
    "proxy-protocol": "true",
    "real-ip-header": "proxy_protocol",
    "set-real-ip-from": "10.0.0.1/32,10.0.0.2/32",
  });
  t.like(renderConfigMap(legacy({ proxyProtocol })), {
    "use-proxy-protocol": "true",
    "proxy-real-ip-cidr": "10.0.0.1/32,10.0.0.2/32",
  });
});

test("custom templates are keys of F5; ingress-nginx reads its own from a file", (t) => {
  const contents = { main: "{{main}}", ingress: "{{ingress}}" };
  t.like(renderConfigMap(spec(), demands({}), contents), {
    "main-template": "{{main}}",
    "ingress-template": "{{ingress}}",
  });
  t.false("main-template" in renderConfigMap(legacy(), demands({}), contents));
  t.is(configProblems(legacy({ templates: { ingress: "x" } })).length, 1);
});

test("snippet annotations of ingress-nginx need its risk level raised as well", (t) => {
  t.like(renderConfigMap(legacy({ snippets: true })), {
    "allow-snippet-annotations": "true",
    "annotations-risk-level": "Critical",
  });
});

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

const besideServices: readonly (readonly [string, ClassArgs, Partial<ClassDemands>, RegExp])[] = [
  [
    "the body size of gRPC",
    { configMap: { "http-snippets": "client_max_body_size 20m;" } },
    { http2: true, grpcBodySize: "16m" },
    /http-snippets: nginx refuses client_max_body_size twice, and the typed settings of the class or its services write it; remove it here$/,
  ],
  [
    "HTTP/2",
    { configMap: { "server-snippets": "http2 on;" } },
    { http2: true },
    /server-snippets: nginx refuses http2 twice, and the template writes it for the key http2; set performance\.http2 instead$/,
  ],
  [
    "gRPC, which needs HTTP/2,",
    { configMap: { http2: "false" } },
    { http2: true },
    /configMap\.http2: would undo HTTP\/2, which the class' gRPC services need; remove one of the two$/,
  ],
  [
    "gRPC, which needs HTTP/2 on ingress-nginx too,",
    { controller: "ingress-nginx", configMap: { "use-http2": "false" } },
    { http2: true },
    /configMap\.use-http2: would undo HTTP\/2, which the class' gRPC services need; remove one of the two$/,
  ],
];

for (const [title, args, asked, expected] of besideServices) {
  test(`a raw key is refused beside ${title} that services ask for, and only then`, (t) => {
    const found = configProblems(spec(args), demands(asked)).map(
      ({ path, message }) => `${path}: ${message}`,
    );
    t.is(found.length, 1);
    t.regex(found[0] ?? "", expected);
    t.deepEqual(messages(args), []);
  });
}

test("what services of ingress-nginx ask for the whole class goes before its defaults, and below raw keys", (t) => {
  const keys = { hsts: "true", "hsts-max-age": "60", "http-redirect-code": "301" };
  const data = renderConfigMap(legacy({ configMap: { "hsts-max-age": "120" } }), demands({ keys }));
  t.is(data.hsts, "true");
  t.is(data["hsts-max-age"], "120");
  t.is(data["http-redirect-code"], "301");
});
