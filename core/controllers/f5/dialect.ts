import type { NginxDialect } from "../nginx/dialect.ts";
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
  snippetKeys: { main: "main-snippets", http: "http-snippets", server: "server-snippets" },
  settingKeys: {
    "drain.delay": [],
    "drain.timeout": ["worker-shutdown-timeout"],
    defaultCertificate: [],
    metrics: [],
    portOffset: [],
    proxyProtocol: ["proxy-protocol", "real-ip-header", "set-real-ip-from"],
    "logs.to": ["access-log-off", "error-log-level", "log-format", "log-format-escaping"],
    "templates.main": ["main-template"],
    "templates.ingress": ["ingress-template"],
    snippets: [],
  },
  proxyProtocolKey: "proxy-protocol",
  template: templateDirectives,
  proxyBuffers: { number: 8, oneSize: false },
};
