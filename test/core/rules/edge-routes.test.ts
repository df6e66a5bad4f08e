import test from "ava";
import type { ClassArgs } from "../../../core/model/class.ts";
import { planClasses } from "../../../core/rules/edge-routes.ts";
import { edgeOf, exposureOf, problemsOf, trusting } from "../edge-fixtures.ts";

const publicOnly = exposureOf({ public: trusting });
const two = exposureOf({ public: trusting, legacy: { ...trusting, controller: "ingress-nginx" } });

test("a class is served on its own ports with PROXY protocol, and checked on its controller's readiness port", (t) => {
  t.deepEqual(planClasses({ edge: edgeOf(), classes: {} }, publicOnly), {
    routes: [
      {
        className: "public",
        namespace: "ingress-public",
        http: 80,
        https: 443,
        proxyProtocol: true,
        podSelector: {
          "app.kubernetes.io/name": "ingress-controller",
          "app.kubernetes.io/instance": "public",
        },
        readiness: { port: 8081, path: "/nginx-ready" },
      },
    ],
    problems: [],
  });
});

test("classes are in order of their names, without those set to false", (t) => {
  const ports = { legacy: { http: 81, https: 444 } };
  const names = (classes: Parameters<typeof planClasses>[0]["classes"]) =>
    planClasses({ edge: edgeOf(), classes }, two).routes.map(({ className }) => className);
  t.deepEqual(names(ports), ["legacy", "public"]);
  t.deepEqual(problemsOf(two, ports), []);
  t.deepEqual(names({ legacy: false }), ["public"]);
  t.deepEqual(problemsOf(two, { legacy: false }), []);
});

test("the edge's own port settings and ingress-nginx's health port are used", (t) => {
  const classes = { legacy: { http: 81, https: 444 }, public: false } as const;
  const [route] = planClasses({ edge: edgeOf(), classes }, two).routes;
  t.deepEqual([route?.http, route?.https, route?.readiness], [81, 444, { port: 10254, path: "/healthz" }]);
});

test("two classes on one port of the edge are a problem for each port", (t) => {
  t.deepEqual(problemsOf(two), [
    "classes.public.http: port-taken-twice",
    "classes.public.https: port-taken-twice",
  ]);
});

test("a class on one of the edge's own ports is refused with the port's purpose", (t) => {
  t.deepEqual(problemsOf(publicOnly, { public: { http: 1024, https: 8443 } }), [
    "classes.public.http: port-taken-twice",
    "classes.public.https: port-taken-twice",
  ]);
});

test("the edge's own ports must not meet either, nor leave the range", (t) => {
  t.deepEqual(problemsOf(exposureOf({}), {}, edgeOf({ expose: { http: 1042 } })), ["edge: port-taken-twice"]);
  t.deepEqual(problemsOf(exposureOf({}), {}, edgeOf({ portOffset: 56_000 })), ["edge: port-out-of-range"]);
});

test("a class that the exposure stack lacks is refused with the nearest name", (t) => {
  t.deepEqual(problemsOf(publicOnly, { publc: false }), ["classes.publc: unknown-class"]);
  t.deepEqual(problemsOf(exposureOf({}), { internal: {} }), ["classes.internal: unknown-class"]);
});

const plain: ClassArgs = { nodeSelector: { "example.com/edge": "nginx" } };
const disagreements: readonly [string, ClassArgs, boolean | undefined, string][] = [
  ["a class that expects no PROXY protocol", plain, undefined, "proxy-protocol-not-expected"],
  ["an edge that sends none to a class that expects it", trusting, false, "proxy-protocol-not-sent"],
  [
    "a class that trusts no node of the edge",
    { ...plain, proxyProtocol: { trustedAddresses: ["198.51.100.0/24"] } },
    undefined,
    "edge-not-trusted",
  ],
  [
    "a class that trusts one node of the edge only",
    { ...plain, proxyProtocol: { trustedAddresses: ["192.0.2.11/32", "2001:db8::/32"] } },
    true,
    "edge-not-trusted",
  ],
];

for (const [title, args, proxyProtocol, code] of disagreements) {
  test(`${title} is refused with the way out`, (t) => {
    const classes = proxyProtocol === undefined ? {} : { public: { proxyProtocol } };
    t.deepEqual(problemsOf(exposureOf({ public: args }), classes), [`classes.public.proxyProtocol: ${code}`]);
  });
}

test("a class is served without PROXY protocol if both sides are configured so", (t) => {
  t.deepEqual(problemsOf(exposureOf({ public: plain }), { public: { proxyProtocol: false } }), []);
});

test("an edge and a class that can share a node are refused with both selectors and every port", (t) => {
  const shared = exposureOf({ public: { ...trusting, nodeSelector: { "example.com/zone": "a" } } });
  t.deepEqual(problemsOf(shared), ["edge.nodeSelector: port-taken-twice"]);
});

test("a node port is also in use on the edge's nodes; other classes off the nodes use none", (t) => {
  const node = exposureOf({ public: { ...trusting, expose: { as: "nodePort" } } });
  t.deepEqual(problemsOf(node), ["edge.nodeSelector: port-taken-twice"]);
  const cluster = exposureOf({
    public: { proxyProtocol: { trustedAddresses: ["192.0.2.0/24"] }, expose: { as: "clusterIP" } },
  });
  t.deepEqual(problemsOf(cluster), []);
});

test("outputs of an older exposure are refused with the way out", (t) => {
  const { public: found } = publicOnly.classes;
  if (found === undefined) return t.fail();
  const { fronting: _, ...older } = found;
  t.deepEqual(problemsOf({ classes: { public: older } }), ["classes.public: outdated-outputs"]);
});
