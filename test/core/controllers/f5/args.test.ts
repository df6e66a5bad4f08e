import test from "ava";
import { f5Args } from "../../../../core/controllers/f5/args.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import { resolveClass } from "../../resolve-class.ts";

const usual = [
  "-ingress-class=public",
  "-nginx-configmaps=$(POD_NAMESPACE)/controller-config",
  "-enable-custom-resources=false",
  "-enable-snippets=false",
  "-allow-empty-ingress-host=true",
  "-default-http-listener-port=80",
  "-default-https-listener-port=443",
  "-ready-status-port=8081",
  "-nginx-status-port=8080",
  "-enable-prometheus-metrics=true",
  "-prometheus-metrics-listen-port=9113",
  "-enable-telemetry-reporting=false",
  "-enable-leader-election=false",
];

test("a class with defaults has exactly these arguments", (t) => {
  t.deepEqual(f5Args(resolveClass("public", {})), usual);
});

const cases: readonly {
  readonly title: string;
  readonly args: ClassArgs;
  readonly without: readonly string[];
  readonly added: readonly string[];
}[] = [
  {
    title: "other ports on the node's network apply to the default server too",
    args: { expose: { as: "hostNetwork", http: 8000, https: 8443 } },
    without: ["-default-http-listener-port=80", "-default-https-listener-port=443"],
    added: ["-default-http-listener-port=8000", "-default-https-listener-port=8443"],
  },
  {
    title: "behind hostPort nginx keeps to 80 and 443",
    args: { expose: { as: "hostPort", http: 8000, https: 8443 } },
    without: [],
    added: [],
  },
  {
    title: "an offset moves every port but HTTP and HTTPS",
    args: { portOffset: 100 },
    without: ["-ready-status-port=8081", "-nginx-status-port=8080", "-prometheus-metrics-listen-port=9113"],
    added: ["-ready-status-port=8181", "-nginx-status-port=8180", "-prometheus-metrics-listen-port=9213"],
  },
  {
    title: "no metrics, no port for them",
    args: { metrics: false },
    without: ["-enable-prometheus-metrics=true", "-prometheus-metrics-listen-port=9113"],
    added: ["-enable-prometheus-metrics=false"],
  },
  {
    title: "each change is tested if configured",
    args: { configSafety: true },
    without: [],
    added: ["-enable-config-safety"],
  },
  {
    title: "no IPv6 if configured",
    args: { ipv6: false },
    without: [],
    added: ["-disable-ipv6"],
  },
  {
    title: "custom resources are watched if configured",
    args: { customResources: true },
    without: ["-enable-custom-resources=false"],
    added: ["-enable-custom-resources=true"],
  },
  {
    title: "response times are measured if configured",
    args: { latencyMetrics: true },
    without: [],
    added: ["-enable-latency-metrics"],
  },
  {
    title: "snippets are allowed if configured",
    args: { snippets: true },
    without: ["-enable-snippets=false"],
    added: ["-enable-snippets=true"],
  },
  {
    title: "a load balancer's address goes into Ingress status, by an elected leader",
    args: { expose: { as: "loadBalancer" } },
    without: ["-enable-leader-election=false"],
    added: [
      "-report-ingress-status",
      "-external-service=controller",
      "-leader-election-lock-name=controller-leader",
    ],
  },
  {
    title: "an address given by ConfigMap goes into Ingress status, without a Service",
    args: { configMap: { "external-status-address": "192.0.2.1" } },
    without: ["-enable-leader-election=false"],
    added: ["-report-ingress-status", "-leader-election-lock-name=controller-leader"],
  },
  {
    title: "the default certificate serves unknown hosts and hosts without a Secret",
    args: { defaultCertificate: "certs/wildcard" },
    without: [],
    added: ["-default-server-tls-secret=certs/wildcard", "-wildcard-tls-secret=certs/wildcard"],
  },
];

for (const { title, args, without, added } of cases) {
  test(title, (t) => {
    const got = f5Args(resolveClass("public", args));
    t.deepEqual(got.toSorted(), [...usual.filter((arg) => !without.includes(arg)), ...added].toSorted());
  });
}
