import test from "ava";
import type { ClassArgs } from "../../../core/model/class.ts";
import { planClasses } from "../../../core/rules/edge-routes.ts";
import { edgeOf, exposureOf, problemsOf, trusting } from "../edge-fixtures.ts";

const publicOnly = exposureOf({ public: trusting });
const two = exposureOf({ public: trusting, legacy: { ...trusting, controller: "ingress-nginx" } });

test("a class is served on its own ports with PROXY protocol, checked where its controller says it is ready", (t) => {
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

test("classes come in the order of their names, one set to false not at all", (t) => {
  const ports = { legacy: { http: 81, https: 444 } };
  const names = (classes: Parameters<typeof planClasses>[0]["classes"]) =>
    planClasses({ edge: edgeOf(), classes }, two).routes.map(({ className }) => className);
  t.deepEqual(names(ports), ["legacy", "public"]);
  t.deepEqual(problemsOf(two, ports), []);
  t.deepEqual(names({ legacy: false }), ["public"]);
  t.deepEqual(problemsOf(two, { legacy: false }), []);
});

test("ports of the edge's own and those of ingress-nginx' health are taken over", (t) => {
  const classes = { legacy: { http: 81, https: 444 }, public: false } as const;
  const [route] = planClasses({ edge: edgeOf(), classes }, two).routes;
  t.deepEqual([route?.http, route?.https, route?.readiness], [81, 444, { port: 10254, path: "/healthz" }]);
});

test("two classes on one port of the edge are told, both ports", (t) => {
  t.deepEqual(problemsOf(two), [
    "classes.public.http: port 80 of the edge is taken by HTTP of class legacy, HTTP of class public cannot have it: give this one another",
    "classes.public.https: port 443 of the edge is taken by HTTPS of class legacy, HTTPS of class public cannot have it: give this one another",
  ]);
});

test("a class on a port of the edge's own is told what the port is for", (t) => {
  t.deepEqual(problemsOf(publicOnly, { public: { http: 1024, https: 8443 } }), [
    "classes.public.http: port 1024 of the edge is taken by statistics, HTTP of class public cannot have it: give this one another",
    "classes.public.https: port 8443 of the edge is taken by HTTPS of class haproxy, HTTPS of class public cannot have it: give this one another",
  ]);
});

test("the edge's own ports must not meet either, nor leave the range", (t) => {
  t.deepEqual(problemsOf(exposureOf({}), {}, edgeOf({ expose: { http: 1042 } })), [
    "edge: port 1042 of the edge is taken by HTTP of class haproxy, health cannot have it: move one of them by edge.expose or edge.portOffset",
  ]);
  t.deepEqual(problemsOf(exposureOf({}), {}, edgeOf({ portOffset: 56_000 })), [
    "edge: peers comes to port 66000, above 65535: move one of them by edge.expose or edge.portOffset",
  ]);
});

test("a class the exposure stack has not is refused with the nearest name", (t) => {
  t.deepEqual(problemsOf(publicOnly, { publc: false }), [
    'classes.publc: expected a class of the exposure stack, got "publc" (did you mean "public"?)',
  ]);
  t.deepEqual(problemsOf(exposureOf({}), { internal: {} }), [
    'classes.internal: expected a class of the exposure stack, got "internal" (there are none)',
  ]);
});

const plain: ClassArgs = { nodeSelector: { "example.com/edge": "nginx" } };
const disagreements: readonly [string, ClassArgs, boolean | undefined, string][] = [
  [
    "a class that expects no PROXY protocol",
    plain,
    undefined,
    'the edge sends PROXY protocol and class "public" does not expect it: set classes.public.proxyProtocol.trustedAddresses to [192.0.2.11/32, 192.0.2.12/32] in the exposure stack, or this to false, or classes.public to false to leave the class to others',
  ],
  [
    "an edge that sends none to a class that expects it",
    trusting,
    false,
    'class "public" expects PROXY protocol and the edge is told not to send it: leave this out, or take proxyProtocol from the class in the exposure stack',
  ],
  [
    "a class that trusts no node of the edge",
    { ...plain, proxyProtocol: { trustedAddresses: ["198.51.100.0/24"] } },
    undefined,
    'class "public" trusts 198.51.100.0/24 and not the edge\'s nodes 192.0.2.11, 192.0.2.12: add 192.0.2.11/32, 192.0.2.12/32 to classes.public.proxyProtocol.trustedAddresses in the exposure stack',
  ],
  [
    "a class that trusts one node of the edge only",
    { ...plain, proxyProtocol: { trustedAddresses: ["192.0.2.11/32", "2001:db8::/32"] } },
    true,
    'class "public" trusts 192.0.2.11/32, 2001:db8::/32 and not the edge\'s node 192.0.2.12: add 192.0.2.12/32 to classes.public.proxyProtocol.trustedAddresses in the exposure stack',
  ],
];

for (const [title, args, proxyProtocol, message] of disagreements) {
  test(`${title} is refused with the way out`, (t) => {
    const classes = proxyProtocol === undefined ? {} : { public: { proxyProtocol } };
    t.deepEqual(problemsOf(exposureOf({ public: args }), classes), [
      `classes.public.proxyProtocol: ${message}`,
    ]);
  });
}

test("a class without PROXY protocol is served without where both sides say so", (t) => {
  t.deepEqual(problemsOf(exposureOf({ public: plain }), { public: { proxyProtocol: false } }), []);
});

test("edge and class that can meet on a node are told with both selectors and every port", (t) => {
  const shared = exposureOf({ public: { ...trusting, nodeSelector: { "example.com/zone": "a" } } });
  t.deepEqual(problemsOf(shared), [
    'edge.nodeSelector: a node can have the edge\'s labels (kubernetes.io/os=linux, example.com/edge=haproxy) and those of class "public" (kubernetes.io/os=linux, example.com/zone=a), and both take port 80 (HTTP of the class, HTTP of class public on the edge), port 443 (HTTPS of the class, HTTPS of class public on the edge), port 8080 (nginx status of the class, HTTP of class haproxy on the edge): give them node selectors that exclude each other, or other ports',
  ]);
});

test("a node port is taken on the edge's nodes too; a class off the nodes takes none", (t) => {
  const node = exposureOf({ public: { ...trusting, expose: { as: "nodePort" } } });
  const [sentence, ...others] = problemsOf(node);
  t.regex(sentence ?? "", /both take port 30080 .*, port 30443 /);
  t.deepEqual(others, []);
  const cluster = exposureOf({
    public: { proxyProtocol: { trustedAddresses: ["192.0.2.0/24"] }, expose: { as: "clusterIP" } },
  });
  t.deepEqual(problemsOf(cluster), []);
});

test("outputs of an older exposure are refused with the way out", (t) => {
  const { public: found } = publicOnly.classes;
  if (found === undefined) return t.fail();
  const { fronting: _, ...older } = found;
  t.deepEqual(problemsOf({ classes: { public: older } }), [
    "classes.public: the exposure stack's outputs do not say how to serve this class from in front: run `pulumi up` on it once more with this copy of exposure",
  ]);
});
