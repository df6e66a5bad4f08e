import type { ClassSettingTable } from "../class-settings.ts";

export const f5Settings: ClassSettingTable = {
  "drain.delay": "applied",
  "drain.timeout": "applied",
  "logs.to": "applied",
  "logs.fields": "applied",
  "templates.main": "applied",
  "templates.ingress": "applied",
  "tls.minVersion": "applied",
  "tls.ciphers": "applied",
  ipv6: "applied",
  defaultCertificate: "applied",
  configSafety: "applied",
  customResources: "applied",
  latencyMetrics: "applied",
  metrics: "applied",
  portOffset: "applied",
  forwardedHeaders: "applied",
  proxyProtocol: "applied",
  snippets: "applied",
};
