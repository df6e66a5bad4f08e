import test from "ava";
import type { ServiceArgs } from "../../../core/model/service.ts";
import { ingressClashes, ingressNameProblems } from "../../../core/rules/ingress-names.ts";
import { told } from "../../told-problems.ts";
import { services } from "../located.ts";

type Case = readonly [string, Readonly<Record<string, Partial<ServiceArgs>>>, readonly string[]];

const ingresses: readonly Case[] = [
  ["one name in two namespaces", { a: { ingress: "x" }, b: { ingress: "x", namespace: "shop" } }, []],
  ["one name in one namespace", { a: { ingress: "x" }, b: { ingress: "x" } }, ["b.ingress: ingress-taken"]],
  [
    "a name that is another service's by default",
    { a: {}, b: { ingress: "a" } },
    ["b.ingress: ingress-taken"],
  ],
  [
    "names of hosts' masters",
    {
      a: { hosts: ["*.example.com"], ingress: "public-all-hosts" },
      b: { ingress: "public-hosts-below-example.com" },
    },
    ["a.ingress: reserved-name", "b.ingress: reserved-name"],
  ],
];

for (const [title, args, problems] of ingresses) {
  test(`Ingress names: ${title}`, (t) => {
    t.deepEqual(
      told(ingressNameProblems(services(args))),
      problems.map((problem) => `services.${problem}`),
    );
  });
}

test("an Ingress of the exposure stack is refused in the edge stack", (t) => {
  const web = services({ web: {} }).map(({ spec }) => spec);
  const theirs = {
    class: "public",
    namespace: "default",
    ingress: "web",
    urls: [],
    active: { service: "web", port: 80 },
    primary: { service: "web", port: 80 },
  };
  t.deepEqual(told(ingressClashes(web, { services: { shop: theirs } })), [
    "services.web.ingress: ingress-taken",
  ]);
  t.deepEqual(ingressClashes(web, { services: { shop: { ...theirs, namespace: "shop" } } }), []);
});
