import test from "ava";
import { ingressNginxArgs } from "../../../../core/controllers/ingress-nginx/args.ts";
import type { ClassArgs } from "../../../../core/model/class.ts";
import { resolveClass } from "../../resolve-class.ts";

const usual = [
  "/nginx-ingress-controller",
  "--controller-class=k8s.io/ingress-nginx-legacy",
  "--ingress-class=legacy",
  "--configmap=$(POD_NAMESPACE)/controller-config",
  "--election-id=controller-leader",
  "--http-port=80",
  "--https-port=443",
  "--healthz-port=10254",
  "--status-port=10246",
  "--stream-port=10247",
  "--default-server-port=8181",
  "--profiling=false",
  "--profiler-port=10245",
  "--enable-metrics=true",
  "--disable-svc-external-name",
  "--report-node-internal-ip-address",
  "--shutdown-grace-period=10",
  "--post-shutdown-grace-period=2",
];

test("a class with defaults has exactly these arguments, the program first", (t) => {
  t.deepEqual(ingressNginxArgs(legacy({})), usual);
});

const cases: readonly {
  readonly title: string;
  readonly args: ClassArgs;
  readonly without: readonly string[];
  readonly added: readonly string[];
}[] = [
  {
    title: "an offset moves every port but HTTP and HTTPS",
    args: { portOffset: 1 },
    without: [
      "--healthz-port=10254",
      "--status-port=10246",
      "--stream-port=10247",
      "--default-server-port=8181",
      "--profiler-port=10245",
    ],
    added: [
      "--healthz-port=10255",
      "--status-port=10247",
      "--stream-port=10248",
      "--default-server-port=8182",
      "--profiler-port=10246",
    ],
  },
  {
    title: "other ports on the node's network are nginx's own",
    args: { expose: { http: 8000, https: 8443 } },
    without: ["--http-port=80", "--https-port=443"],
    added: ["--http-port=8000", "--https-port=8443"],
  },
  {
    title: "a NodePort class publishes its nodes",
    args: { expose: { as: "nodePort" } },
    without: [],
    added: [],
  },
  ...(["loadBalancer", "clusterIP"] as const).map((as) => ({
    title: `a ${as} class publishes its Service`,
    args: { expose: { as } },
    without: ["--report-node-internal-ip-address"],
    added: ["--publish-service=$(POD_NAMESPACE)/controller"],
  })),
  {
    title: "the controller waits for the drain's delay, rounded up to whole seconds",
    args: { drain: { delay: "1500ms" } },
    without: ["--shutdown-grace-period=10"],
    added: ["--shutdown-grace-period=2"],
  },
  {
    title: "no metrics and a default certificate",
    args: { metrics: false, defaultCertificate: "certs/wildcard" },
    without: ["--enable-metrics=true"],
    added: ["--enable-metrics=false", "--default-ssl-certificate=certs/wildcard"],
  },
];

for (const { title, args, without, added } of cases) {
  test(title, (t) => {
    const got = ingressNginxArgs(legacy(args));
    t.deepEqual(got.toSorted(), [...usual.filter((arg) => !without.includes(arg)), ...added].toSorted());
  });
}

function legacy(args: ClassArgs) {
  return resolveClass("legacy", { controller: "ingress-nginx", ...args });
}
