import { type NginxDialect, words } from "../nginx/dialect.ts";
import { configMapKeys } from "./config-map-keys.ts";
import { ingressNginxFacts } from "./facts.ts";
import { ingressNginxKnobs } from "./knobs.ts";
import { ingressNginxProfiles } from "./profiles.ts";
import { templateDirectives } from "./template-directives.ts";

export const ingressNginxDialect: NginxDialect = {
  title: ingressNginxFacts.title,
  knobs: ingressNginxKnobs,
  profiles: ingressNginxProfiles,
  keys: configMapKeys,
  snippetKeys: {
    main: "main-snippet",
    http: "http-snippet",
    server: "server-snippet",
    location: "location-snippet",
  },
  settingKeys: {
    "drain.delay": [],
    "drain.timeout": ["worker-shutdown-timeout"],
    "tls.minVersion": ["ssl-protocols"],
    "tls.ciphers": ["ssl-ciphers"],
    ipv6: ["disable-ipv6"],
    defaultCertificate: [],
    configSafety: [],
    customResources: [],
    latencyMetrics: [],
    metrics: [],
    portOffset: [],
    forwardedHeaders: ["use-forwarded-headers", "proxy-real-ip-cidr", "forwarded-for-header"],
    proxyProtocol: ["use-proxy-protocol", "proxy-real-ip-cidr"],
    // Keys that move the access log to another place, or to one that the logrotate agent does not rotate.
    "logs.to": [
      "access-log-path",
      "access-log-params",
      "http-access-log-path",
      "error-log-path",
      "error-log-level",
      "disable-access-log",
      "disable-http-access-log",
      "enable-syslog",
      "log-format-upstream",
      "log-format-escape-json",
    ],
    "logs.fields": ["log-format-upstream", "log-format-escape-json"],
    "templates.main": [],
    "templates.ingress": [],
    snippets: ["allow-snippet-annotations", "annotations-risk-level"],
  },
  proxyProtocolKey: "use-proxy-protocol",
  clientAddress: { trusted: "proxy-real-ip-cidr", switches: ["use-forwarded-headers", "enable-real-ip"] },
  template: templateDirectives,
  setHeaders: ["X-Forwarded-Scheme", "X-Original-Forwarded-For", "X-Original-Forwarded-Host", "X-Scheme"],
  variables: words(`
    best_http_host connection_upgrade ingress_name literal_dollar location_path namespace pass_access_scheme pass_port
    pass_server_port proxy_alternative_upstream_name proxy_upstream_name req_id service_name service_port
  `),
  proxyHeadersKey: "proxy-headers-hash-bucket-size",
  proxyBuffers: { number: 4, oneSize: true },
};
