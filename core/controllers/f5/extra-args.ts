import { type ExtraArgs, oneWord, refusals, values } from "../extra-args.ts";

const { program, namespaces, ofClass: setting } = refusals;
const plus = "is for NGINX Plus, which this controller is not: leave it out";

/** @see https://docs.nginx.com/nginx-ingress-controller/configuration/global-configuration/command-line-arguments/ */
export const f5ExtraArgs: ExtraArgs = {
  takes: {
    "enable-directive-autoadjust": values.flag,
    "log-format": oneWord("glog", "text", "json"),
    "log-level": oneWord("trace", "debug", "info", "warning", "error", "fatal"),
    "nginx-debug": values.flag,
    "nginx-reload-timeout": values.number,
    "nginx-status-allow-cidrs": values.addresses,
    "ssl-dynamic-reload": values.flag,
  },
  refuses: {
    "ingress-class": program,
    "nginx-configmaps": program,
    "enable-telemetry-reporting": program,
    "allow-empty-ingress-host": program,
    "leader-election-lock-name": program,
    "enable-leader-election": program,
    "report-ingress-status": program,
    "external-service": program,
    "ready-status": program,
    "nginx-status": program,
    "enable-custom-resources": setting("customResources"),
    "enable-snippets": setting("snippets"),
    "enable-config-safety": setting("configSafety"),
    "enable-latency-metrics": setting("latencyMetrics"),
    "disable-ipv6": setting("ipv6"),
    "default-http-listener-port": setting("expose.http"),
    "default-https-listener-port": setting("expose.https"),
    "ready-status-port": setting("portOffset"),
    "nginx-status-port": setting("portOffset"),
    "prometheus-metrics-listen-port": setting("portOffset"),
    "enable-prometheus-metrics": setting("metrics"),
    "default-server-tls-secret": setting("defaultCertificate"),
    "wildcard-tls-secret": setting("defaultCertificate"),
    "main-template-path": setting("templates.main"),
    "ingress-template-path": setting("templates.ingress"),
    "watch-namespace": namespaces,
    "watch-namespace-label": namespaces,
    "watch-secret-namespace": namespaces,
    "nginx-plus": plus,
    "mgmt-configmap": plus,
    "enable-app-protect": plus,
    "enable-app-protect-dos": plus,
    "enable-service-insight": plus,
    "weight-changes-dynamic-reload": plus,
  },
};
