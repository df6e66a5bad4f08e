import test from "ava";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { ingressClashes, ingressNameProblems } from "../../../core/rules/ingress-names.ts";
import { services } from "../located.ts";

type Case = readonly [
  string,
  Readonly<Record<string, Partial<ServiceArgs>>>,
  readonly (readonly [string, string])[],
];

const ingresses: readonly Case[] = [
  ["one name in two namespaces", { a: { ingress: "x" }, b: { ingress: "x", namespace: "shop" } }, []],
  [
    "one name in one namespace",
    { a: { ingress: "x" }, b: { ingress: "x" } },
    [["b.ingress", 'Ingress "x" in namespace "default" is service "a" already: give "b" another']],
  ],
  [
    "a name that is another service's by default",
    { a: {}, b: { ingress: "a" } },
    [["b.ingress", 'Ingress "a" in namespace "default" is service "a" already: give "b" another']],
  ],
  [
    "names of hosts' masters",
    {
      a: { hosts: ["*.example.com"], ingress: "public-all-hosts" },
      b: { ingress: "public-hosts-below-example.com" },
    },
    [
      ["a.ingress", '"public-all-hosts" is kept for the Ingress of any host: take another name'],
      [
        "b.ingress",
        '"public-hosts-below-example.com" is kept for the Ingress of host "*.example.com": take another name',
      ],
    ],
  ],
];

for (const [title, args, problems] of ingresses) {
  test(`Ingress names: ${title}`, (t) => {
    t.deepEqual(
      ingressNameProblems(services(args)),
      problems.map(([path, message]) => ({ path: `services.${path}`, message })),
    );
  });
}

test("an Ingress that is the exposure stack's already is refused", (t) => {
  const web = services({ web: {} }).map(({ spec }) => spec);
  const theirs = {
    class: "public",
    namespace: "default",
    ingress: "web",
    urls: [],
    active: { service: "web", port: 80 },
    primary: { service: "web", port: 80 },
  };
  t.deepEqual(ingressClashes(web, { services: { shop: theirs } }), [
    {
      path: "services.web.ingress",
      message:
        'Ingress "web" in namespace "default" is service "shop" of the exposure stack already: give "web" another',
    },
  ]);
  t.deepEqual(ingressClashes(web, { services: { shop: { ...theirs, namespace: "shop" } } }), []);
});
