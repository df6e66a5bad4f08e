import { type NginxDialect, words } from "../nginx/dialect.ts";
import { configMapKeys, plusKeys } from "./config-map-keys.ts";
import { f5Facts } from "./facts.ts";
import { f5Knobs } from "./knobs.ts";
import { f5Profiles } from "./profiles.ts";
import { templateDirectives } from "./template-directives.ts";

export const f5Dialect: NginxDialect = {
  title: f5Facts.title,
  knobs: f5Knobs,
  profiles: f5Profiles,
  keys: configMapKeys,
  refusal: (key) =>
    plusKeys.includes(key)
      ? { code: "nginx-plus-key", message: "is for NGINX Plus, which this controller is not: remove it" }
      : undefined,
  snippetKeys: {
    main: "main-snippets",
    http: "http-snippets",
    server: "server-snippets",
    location: "location-snippets",
  },
  settingKeys: {
    "drain.delay": [],
    "drain.timeout": ["worker-shutdown-timeout"],
    "tls.minVersion": ["ssl-protocols"],
    "tls.ciphers": ["ssl-ciphers"],
    ipv6: [],
    defaultCertificate: [],
    configSafety: [],
    customResources: [],
    latencyMetrics: [],
    metrics: [],
    portOffset: [],
    forwardedHeaders: ["real-ip-header", "set-real-ip-from", "real-ip-recursive"],
    proxyProtocol: ["proxy-protocol", "real-ip-header", "set-real-ip-from"],
    "logs.to": ["access-log-off", "error-log-level", "log-format", "log-format-escaping"],
    "logs.fields": ["log-format", "log-format-escaping"],
    "templates.main": ["main-template"],
    "templates.ingress": ["ingress-template"],
    snippets: [],
  },
  proxyProtocolKey: "proxy-protocol",
  clientAddress: { trusted: "set-real-ip-from", switches: [] },
  template: templateDirectives,
  setHeaders: [],
  // Its nginx 1.31.3 is newer, and its template has maps and sets of its own.
  variables: words(`
    slice_range ssl_client_sigalg ssl_ech_outer_server_name ssl_ech_status ssl_sigalg ssl_sigalgs is_request_port
    request_port proxy_add_via upstream_cache_etag upstream_cache_last_modified
    connection_upgrade default_connection_header grpc_status request_uri_no_args resource_name resource_namespace
    resource_type service vs_connection_header
  `),
  serverNamesBucket: 256,
  proxyBuffers: { number: 8, oneSize: false },
};
