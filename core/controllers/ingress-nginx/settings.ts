import type { ClassSettingTable } from "../class-settings.ts";

export const ingressNginxSettings: ClassSettingTable = {
  "drain.delay": "applied",
  "drain.timeout": "applied",
  "logs.to": "applied",
  "logs.fields": "applied",
  "templates.main": "applied",
  "templates.ingress": {
    code: "one-template",
    sentence: "has a single template: put everything into templates.main",
  },
  "tls.minVersion": "applied",
  "tls.ciphers": "applied",
  ipv6: "applied",
  defaultCertificate: "applied",
  configSafety: {
    code: "always-tests",
    sentence: "tests its configuration before each reload anyway: leave configSafety out",
  },
  customResources: {
    code: "unsupported",
    sentence: "has no kinds of objects of its own: leave customResources out, or use an f5 class",
  },
  latencyMetrics: {
    code: "always-measures",
    sentence: "has response times among its metrics anyway: leave latencyMetrics out",
  },
  metrics: "applied",
  portOffset: "applied",
  forwardedHeaders: "applied",
  proxyProtocol: "applied",
  snippets: "applied",
};
